import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareCluster } from '../../../shared/persistence/embedded/cluster.ts';
import { runToEnd } from '../../../shared/persistence/embedded/run.ts';
import { serverUrl, startServer } from '../../../shared/persistence/embedded/server.ts';
import { HANG_MS } from '../eventually.ts';
import { unusedPort } from '../processes/unused-port.ts';
import { prepareDatabase } from './roles.ts';

let made: Promise<string> | undefined;

const make = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'censo-cluster-'));
  const cluster = await prepareCluster(folder);
  // A process that is killed loses nothing by it, only a machine that loses its power.
  await appendFile(join(cluster.data, 'postgresql.conf'), '\nfsync = off\n');
  const port = await unusedPort();
  const server = await startServer(cluster, port);
  try {
    await prepareDatabase(serverUrl(cluster, port));
  } finally {
    await server.stop();
  }
  return folder;
};

/**
 * Puts a cluster with the roles and empty tables of today below `dataDir`, for whoever starts a Postgres there: a copy of
 * one that this mocha process made once. Making it takes seconds of a core, and each test system wants its own. What a
 * first start does by itself has tests in test/process and test/database.
 */
export const putCluster = async (dataDir: string): Promise<void> => {
  made ??= make();
  await mkdir(dataDir, { recursive: true });
  const { code, output } = await runToEnd(['cp', '-a', `${await made}/.`, dataDir], HANG_MS);
  if (code !== 0) throw new Error(`the cluster was not copied: ${output}`);
};

/** Removes what {@link putCluster} copied from; a root hook calls it. */
export const forgetCluster = async (): Promise<void> => {
  const folder = await made?.catch(() => undefined); // Who asked for it was told.
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
};

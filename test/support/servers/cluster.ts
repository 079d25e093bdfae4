import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareCluster } from '../../../shared/persistence/embedded/cluster.ts';
import { runToEnd } from '../../../shared/persistence/embedded/run.ts';

const COPY_TIMEOUT_MS = 20_000;

let made: Promise<string> | undefined;

const make = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'censo-cluster-'));
  const { data } = await prepareCluster(folder);
  // A process that is killed loses nothing by it, only a machine that loses its power.
  await appendFile(join(data, 'postgresql.conf'), '\nfsync = off\n');
  return folder;
};

/**
 * Puts a new cluster below `dataDir`, for whoever starts a Postgres there: a copy of one that this mocha process made
 * once. Making it takes a second of a core, and each test system wants its own.
 */
export const putCluster = async (dataDir: string): Promise<void> => {
  made ??= make();
  await mkdir(dataDir, { recursive: true });
  const { code, output } = await runToEnd(['cp', '-a', `${await made}/.`, dataDir], COPY_TIMEOUT_MS);
  if (code !== 0) throw new Error(`the cluster was not copied: ${output}`);
};

/** Removes what {@link putCluster} copied from; a root hook calls it. */
export const forgetCluster = async (): Promise<void> => {
  const folder = await made?.catch(() => undefined); // Who asked for it was told.
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
};

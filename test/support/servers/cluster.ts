import { existsSync, statSync } from 'node:fs';
import { appendFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stampOf } from '../../../scripts/production/bundle/stamp.ts';
import { prepareCluster } from '../../../shared/persistence/embedded/cluster.ts';
import { runToEnd } from '../../../shared/persistence/embedded/run.ts';
import { serverUrl, startServer } from '../../../shared/persistence/embedded/server.ts';
import { HANG_MS } from '../eventually.ts';
import { root } from '../processes/child.ts';
import { unusedPort } from '../processes/unused-port.ts';
import { prepareDatabase } from './roles.ts';

const cache = join(root, 'node_modules/.cache/cluster');
/** Longer than a run takes that may still copy it. */
const KEPT_MS = 3_600_000;
/** Whatever is in it. */
const stamp = () => `${stampOf(root)}-${Math.trunc(statSync(join(import.meta.dirname, 'roles.ts')).mtimeMs)}`;

let made: Promise<string> | undefined;

/** Made under another name first: a folder with the final name is a whole one, whoever else makes it now. */
const make = async (folder: string): Promise<void> => {
  const unfinished = `${folder}.new-${process.pid}`;
  const cluster = await prepareCluster(unfinished);
  // A process that is killed loses nothing by it, only a machine that loses its power.
  await appendFile(join(cluster.data, 'postgresql.conf'), '\nfsync = off\n');
  const port = await unusedPort();
  const server = await startServer(cluster, port);
  try {
    await prepareDatabase(serverUrl(cluster, port));
  } finally {
    await server.stop();
  }
  await forgetOld();
  // Another process may have been first.
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
};

const forgetOld = async (): Promise<void> => {
  const folders = await Promise.all(
    (await readdir(cache)).map(async (name) => {
      const path = join(cache, name);
      return { path, age: Date.now() - (await stat(path)).mtimeMs };
    }),
  );
  for (const { path, age } of folders) if (age > KEPT_MS) await rm(path, { recursive: true, force: true });
};

/** A cluster with the roles and empty tables of these very sources: made once for all the processes of a run, and of the next. */
export const emptyCluster = (): Promise<string> => {
  made ??= (async () => {
    const folder = join(cache, stamp());
    await mkdir(cache, { recursive: true });
    if (!existsSync(folder)) await make(folder);
    return folder;
  })();
  return made;
};

/**
 * Puts a copy of {@link emptyCluster} below `dataDir`, for whoever starts a Postgres there: making one takes seconds of a
 * core, and each test system wants its own. What a first start does by itself has tests in test/process and test/database.
 */
export const putCluster = async (dataDir: string): Promise<void> => {
  const folder = await emptyCluster();
  await mkdir(dataDir, { recursive: true });
  const { code, output } = await runToEnd(['cp', '-a', `${folder}/.`, dataDir], HANG_MS);
  if (code !== 0) throw new Error(`the cluster was not copied: ${output}`);
};

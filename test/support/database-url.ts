import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareCluster } from '../../shared/persistence/embedded/cluster.ts';
import { serverUrl } from '../../shared/persistence/embedded/server.ts';
import type { System } from './system.ts';

/** The line of `postmaster.pid` that has the port. */
const PORT_LINE = 3;

/** The address of the database of a running portal: for what no address of the portal can bring about. */
export const databaseUrlOf = async ({ servers, folder }: System): Promise<string> =>
  servers?.databaseUrl ?? embeddedUrl(join(folder, 'data'));

/** The address of the Postgres that runs on the data below this folder. */
const embeddedUrl = async (dataDir: string): Promise<string> => {
  const cluster = await prepareCluster(dataDir);
  const lines = (await readFile(join(cluster.data, 'postmaster.pid'), 'utf8')).split('\n');
  return serverUrl(cluster, Number(lines[PORT_LINE]));
};

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../../shared/persistence/embedded-postgres.ts';

const silent = { info: () => {}, warn: () => {} };

/** Lends a Postgres that nobody else knows, for as long as it takes. */
export type WithScratch = <T>(work: (url: string) => Promise<T>) => Promise<T>;

/**
 * An embedded one below the folder for temporary files, which only its owner may read.
 *
 * @throws AppError `postgres_missing`, `postgres_root` where this machine has none
 */
export const withScratch: WithScratch = async (work) => {
  const folder = await mkdtemp(join(tmpdir(), 'censo-verify-'));
  try {
    const postgres = await startEmbeddedPostgres(folder, silent);
    try {
      return await work(postgres.url);
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

import { randomUUID } from 'node:crypto';
import { chown, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { filesOf, type Reader } from './files.ts';
import { completed, freshSecrets, type Secrets } from './secrets.ts';

/** From which all others are made: whoever has it has everything. */
const ALL = 'secrets.json';

/** As whom a reader's process runs in its container; the others are the portal's, 1000. */
const userIds: Partial<Record<Reader, number>> = { nats: 0, redis: 999, postgres: 999 };
const PORTAL = 1_000;

/**
 * Makes every secret that a folder does not have yet, and writes for each reader a folder with its own, one file a
 * secret, which nobody else may read. As root the files are given to whom they are for.
 *
 * @returns whether the secrets were there before
 * @throws AppError `keys_unreadable` when what was kept is none; it is left as it is
 */
export const writeKeys = async (folder: string): Promise<boolean> => {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const kept = await readKept(join(folder, ALL));
  const secrets = kept ?? freshSecrets();
  await replace(join(folder, ALL), JSON.stringify(secrets, null, 2));
  for (const [reader, files] of Object.entries(filesOf(secrets))) {
    await mkdir(join(folder, reader), { recursive: true, mode: 0o755 });
    for (const [name, text] of Object.entries(files))
      await replace(join(folder, reader, name), text, userIds[reader as Reader] ?? PORTAL);
  }
  return kept !== null;
};

const readKept = async (path: string): Promise<Secrets | null> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return completed(JSON.parse(text));
  } catch {
    // Without what it says: these are secrets.
    throw new AppError(
      'keys_unreadable',
      `${path} no es lo que esta orden escribe: corríjalo, o bórrelo para hacer secretos nuevos.`,
    );
  }
};

/** All at once, so that nobody reads half of it. */
const replace = async (path: string, text: string, owner = 0): Promise<void> => {
  const fresh = join(dirname(path), `.${randomUUID()}`);
  await writeFile(fresh, text, { mode: 0o400 });
  if (process.getuid?.() === 0) await chown(fresh, owner, owner);
  await rename(fresh, path);
};

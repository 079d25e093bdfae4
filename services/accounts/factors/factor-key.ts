import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KEY_BYTES } from './cipher.ts';

/** The key that this machine has kept, if it has: whoever looks makes none. @throws the same */
export const keptFactorKey = async (dataDir: string): Promise<Buffer | null> => {
  const kept = await access(join(dataDir, 'factor-key')).then(
    () => true,
    () => false,
  );
  return kept ? ownFactorKey(dataDir) : null;
};

/**
 * The key that this machine keeps for itself where nobody gave one: made at the first start, for its owner's eyes alone.
 *
 * @throws the error of the file system; Error when the file has no key
 */
export const ownFactorKey = async (dataDir: string): Promise<Buffer> => {
  const file = join(dataDir, 'factor-key');
  await mkdir(dataDir, { recursive: true });
  // Only one of two that start at the same moment writes it.
  await writeFile(file, randomBytes(KEY_BYTES).toString('base64'), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  const key = Buffer.from(await readFile(file, 'utf8'), 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${file} has no key of ${KEY_BYTES} bytes`);
  return key;
};

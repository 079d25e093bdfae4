import { lstat, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const STAGING = '.part-';
/** A staging folder of this age, in milliseconds, belongs to a process that was killed. */
const STALE_MS = 3_600_000;

const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

/**
 * Programs are run from this folder, and its parent may be one that everybody can write to: a folder that
 * another user prepared there, or may change, must not be used.
 */
const isOurs = async (folder: string): Promise<boolean> => {
  try {
    const found = await lstat(folder);
    const safe = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
    if (!safe) throw new Error(`${folder} no es una carpeta que solo este usuario pueda cambiar; bórrela`);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
};

const removeStale = async (folder: string): Promise<void> => {
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(basename(folder) + STAGING)) continue;
    const path = join(dirname(folder), name);
    const age = Date.now() - (await stat(path)).mtimeMs;
    if (age > STALE_MS) await rm(path, { recursive: true, force: true });
  }
};

/**
 * Makes a folder that is either whole or absent, however many processes make it at once and wherever one is
 * killed: it is filled under a temporary name beside it and then renamed. Who comes second finds the first one's.
 *
 * @param folder absolute path; its parent is made when missing
 * @param fill puts everything into the staging folder it is given
 * @returns true when `fill` was not needed or came second
 * @throws Error when the folder belongs to somebody else, and whatever `fill` or the file system throws
 */
export const installFolder = async (
  folder: string,
  fill: (staging: string) => Promise<void>,
): Promise<{ reused: boolean }> => {
  if (await isOurs(folder)) return { reused: true };
  await mkdir(dirname(folder), { recursive: true });
  await removeStale(folder);
  const staging = await mkdtemp(folder + STAGING);
  try {
    await fill(staging);
    await rename(staging, folder);
    return { reused: false };
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // The name was taken while we filled ours: that one is whole too.
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST') && (await isOurs(folder))) return { reused: true };
    throw error;
  }
};

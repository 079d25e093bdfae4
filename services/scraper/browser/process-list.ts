import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Gone between the listing and the reading, or none of our business. */
const UNREADABLE = ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'];

const readCommandLine = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && UNREADABLE.includes(String(error.code))) return '';
    throw error;
  }
};

/**
 * The command lines of all processes that this user may see, words separated by NUL; zombies have none.
 *
 * @param procDir where the system keeps them, `/proc`
 * @returns undefined on a system without it (macOS)
 */
export const commandLines = async (procDir: string): Promise<string[] | undefined> => {
  const entries = await readdir(procDir).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  const pids = entries?.filter((entry) => /^\d+$/.test(entry));
  if (pids === undefined || pids.length === 0) return undefined;
  return Promise.all(pids.map((pid) => readCommandLine(join(procDir, pid, 'cmdline'))));
};

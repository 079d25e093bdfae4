import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Looks for any of these texts in every file below a folder. @param passed names of folders that are not looked into */
export const tracesBelow = async (
  folder: string,
  texts: readonly string[],
  passed: readonly string[] = [],
): Promise<string[]> => {
  const found: string[] = [];
  const look = async (at: string): Promise<void> => {
    for (const entry of await readdir(at, { withFileTypes: true }).catch(() => [])) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && !passed.includes(entry.name)) await look(path);
      if (!entry.isFile()) continue;
      const content = (await readFile(path).catch(() => Buffer.alloc(0))).toString('utf8').toLowerCase();
      if (texts.some((text) => content.includes(text.toLowerCase()))) found.push(path);
    }
  };
  await look(folder);
  return found;
};

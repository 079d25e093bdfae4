import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whatever goes into a bundle, from the root of the project. */
const SOURCES = [
  'services',
  'shared',
  'public',
  'scripts/production',
  'moleculer.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Every file below a folder, in one order, or the file itself. */
const filesOf = (path: string): string[] => {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};

/** @returns the same as long as no source was touched and Node is the same: names, sizes and times, not contents */
export const stampOf = (root: string): string => {
  const hash = createHash('sha256').update(`${process.version} ${process.platform}`);
  for (const file of SOURCES.flatMap((source) => filesOf(join(root, source)))) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
};

import { globSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../../..');

/** Those that invent people are left out. */
const SOURCES = [
  'services/{accounts,census,gateway,scraper}/**/*.ts',
  'shared/**/*.ts',
  'scripts/production/censo/**/*.ts',
  'package.json',
];

/** What servers and Node say that no source of ours has. */
const OTHERS =
  'aborted address aislamiento already connection connect deadlock detected disco duplicate exceeded expired fatal hang host idle invalid limit memory pool refused reset role server socket starting storage system terminated timeout timed transaction unavailable unexpectedly undefined violates warn';

/**
 * The words that the product itself is written with, lower case: whatever else stands in a line came from outside, and may be
 * somebody's. A word that its sources have with a capital alone is a name, if an invented one.
 */
export const readVocabulary = (): ReadonlySet<string> => {
  const words = new Set(OTHERS.split(' '));
  for (const file of globSync(SOURCES, { cwd: root }))
    for (const [run] of readFileSync(join(root, file), 'utf8').matchAll(/[\p{L}\p{N}]+/gu)) {
      const parts = run.split(/(?<=\p{Ll})(?=\p{Lu})/u);
      // Within an identifier a capital only begins the next word.
      for (const [index, part] of parts.entries())
        if (index > 0 || part === part.toLowerCase()) words.add(part.toLowerCase());
    }
  for (const name of Object.keys(constants.errno)) words.add(name.toLowerCase());
  return words;
};

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkout } from './product.ts';

/** The root of the project. */
export const root = join(import.meta.dirname, '../..');

const git = (...parameters: string[]): string =>
  execFileSync('git', parameters, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

const LOCK = 'package-lock.json';

/** What is being worked on. */
export const here: Checkout = { name: 'now', folder: root };

/**
 * Checks another commit out beside this one, with the packages of this one where they are the same, else with its own. It
 * goes with this process.
 */
export const checkOut = (commit: string): Checkout => {
  const name = git('rev-parse', '--short', `${commit}^{commit}`);
  const folder = join(mkdtempSync(join(tmpdir(), 'censo-bench-')), 'product');
  git('worktree', 'add', '--detach', folder, name);
  const isSame = readFileSync(join(folder, LOCK), 'utf8') === readFileSync(join(root, LOCK), 'utf8');
  if (isSame) symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  else execFileSync('npm', ['ci'], { cwd: folder, stdio: 'inherit' });
  process.once('exit', () => void git('worktree', 'remove', '--force', folder));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  return { name, folder };
};

import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stampOf } from './stamp.ts';

/** What can be started: the file of its sources. */
const SOURCES = { start: 'scripts/production/start.ts', censo: 'scripts/production/censo/carry-out.ts' };

const root = join(import.meta.dirname, '../../..');
const cache = join(root, 'node_modules/.cache/bundle');
/** A process that goes on with an older one may still ask it for a part. */
const KEPT = 8;

/**
 * Which module to import for a start: of the bundle that an image brings, of the one of these very sources (made now, if it
 * is not there), or the source itself where none can be made, without a bundler or a place to write.
 */
export const entry = async (name: keyof typeof SOURCES): Promise<string> => {
  const folder = await bundle();
  // Reading them takes a quarter of a start: where starts are many, whoever wants them asks Node with --enable-source-maps.
  if (folder !== undefined && process.env.NODE_ENV === 'production') process.setSourceMapsEnabled(true);
  return pathToFileURL(folder === undefined ? join(root, SOURCES[name]) : join(folder, `${name}.mjs`)).href;
};

const bundle = async (): Promise<string | undefined> => {
  const shipped = join(root, 'dist');
  // Where there is a bundler, one that was built some day may be older than the sources.
  if (!existsSync(join(root, 'node_modules/esbuild'))) return existsSync(shipped) ? shipped : undefined;
  const current = join(cache, stampOf(root));
  if (existsSync(current)) return current;
  try {
    await make(current);
    return current;
  } catch {
    // It only saves time; a fault in the sources is told better by the sources.
    return undefined;
  }
};

/** Who died while it made one has lost its turn by then. */
const MAKING_MS = 60_000;

/**
 * One process makes it: several that start at once would each take seconds of a core.
 *
 * @throws Error when another one is at it, and whatever keeps it from being made
 */
const make = async (folder: string): Promise<void> => {
  const turn = `${folder}.making`;
  await mkdir(cache, { recursive: true });
  const others = await stat(turn).catch(() => undefined);
  if (others !== undefined && Date.now() - others.mtimeMs > MAKING_MS) await rm(turn, { recursive: true });
  await mkdir(turn);
  try {
    const { makeBundle } = await import('./make.ts');
    await makeBundle(root, turn);
    await rename(turn, folder);
    // Two may tidy up at once.
    await forgetOld().catch(() => undefined);
  } finally {
    await rm(turn, { recursive: true, force: true });
  }
};

const forgetOld = async (): Promise<void> => {
  const folders = (await readdir(cache))
    .filter((name) => !name.endsWith('.making'))
    .map((name) => join(cache, name));
  const dated = await Promise.all(folders.map(async (path) => ({ path, made: (await stat(path)).mtimeMs })));
  const old = dated.sort((one, other) => other.made - one.made).slice(KEPT);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
};

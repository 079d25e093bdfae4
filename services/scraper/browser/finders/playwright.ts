import { glob } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isExecutable } from '../executable.ts';
import type { Candidate, CandidateFinder } from './finder.ts';

/** Libraries that know where they would put their own browser; patchright's is Playwright's of another age. */
const LIBRARIES = ['rebrowser-playwright', 'playwright-core'];

/**
 * Layouts of Playwright's folder from 1.30 to 1.65, full browsers before headless shells, newest revision first:
 * `chromium-1169/chrome-linux/chrome`, `chromium-1200/chrome-linux64/chrome`,
 * `chromium_headless_shell-1169/chrome-linux/headless_shell`, `…/chrome-headless-shell-linux64/chrome-headless-shell`.
 */
const LAYOUTS = [
  'chromium-*/chrome-linux*/chrome',
  'chromium-*/chrome-mac*/*.app/Contents/MacOS/*',
  'chromium_headless_shell-*/chrome-*/{headless_shell,chrome-headless-shell}',
];

/** Where `playwright install` puts browsers: PLAYWRIGHT_BROWSERS_PATH, or the user's cache folder. */
export const playwrightFolder = (env: NodeJS.ProcessEnv = process.env): string => {
  const told = env.PLAYWRIGHT_BROWSERS_PATH;
  // "0" means inside the library's own package; its executablePath() finds that.
  if (told !== undefined && told !== '' && told !== '0') return told;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ms-playwright');
  return join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ms-playwright');
};

interface Library {
  chromium: { executablePath(): string };
}

const isLibrary = (loaded: unknown): loaded is Library =>
  typeof loaded === 'object' && loaded !== null && 'chromium' in loaded;

/** The path a library would use; it answers with one even when nothing is there. */
const ownPath = async (library: string): Promise<string[]> => {
  try {
    const loaded: unknown = await import(library);
    return isLibrary(loaded) ? [loaded.chromium.executablePath()] : [];
  } catch {
    // Not installed, or without a browser for this system: nothing to try.
    return [];
  }
};

const revision = (path: string): number => Number(/-(\d+)\//.exec(path)?.[1] ?? 0);

const inFolder = async (folder: string): Promise<string[]> => {
  const found: string[] = [];
  for (const layout of LAYOUTS) {
    const paths = await Array.fromAsync(glob(layout, { cwd: folder }));
    found.push(...paths.sort((a, b) => revision(b) - revision(a)).map((path) => join(folder, path)));
  }
  return found;
};

/** Browsers that `playwright install` downloaded, whichever version of it. */
export const playwrightFinder = (
  folder: string = playwrightFolder(),
  libraries: readonly string[] = LIBRARIES,
): CandidateFinder => ({
  origin: 'playwright',
  find: async (): Promise<Candidate[]> => {
    const own = (await Promise.all(libraries.map(ownPath))).flat();
    const found: Candidate[] = [];
    for (const path of new Set([...own, ...(await inFolder(folder))])) {
      if (await isExecutable(path)) found.push({ path });
    }
    return found;
  },
});

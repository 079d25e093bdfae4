import { delimiter, join } from 'node:path';
import { isExecutable } from '../executable.ts';
import type { Candidate, CandidateFinder } from './finder.ts';

/** Debian's /usr/bin/chromium is a shell script around the first of these. */
const LINUX_PATHS = ['/usr/lib/chromium/chromium', '/usr/bin/chromium', '/opt/google/chrome/chrome'];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A service's PATH is often shorter than a person's. */
const USUAL_FOLDERS = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

const MAC_PATHS = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];

/** Every place where a package manager or a person puts a browser, best first and each once. */
export const installedPaths = (env: NodeJS.ProcessEnv = process.env): string[] => {
  const folders = [...(env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''), ...USUAL_FOLDERS];
  const macFolders = ['/Applications', ...(env.HOME === undefined ? [] : [join(env.HOME, 'Applications')])];
  return [
    ...new Set([
      ...LINUX_PATHS,
      ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
      ...MAC_PATHS.flatMap((path) => macFolders.map((folder) => join(folder, path))),
    ]),
  ];
};

/** Browsers that the machine has. */
export const installedFinder = (paths: readonly string[] = installedPaths()): CandidateFinder => ({
  origin: 'installed',
  find: async (): Promise<Candidate[]> => {
    const found: Candidate[] = [];
    for (const path of paths) if (await isExecutable(path)) found.push({ path });
    return found;
  },
});

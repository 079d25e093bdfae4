import { resolve } from 'node:path';
import { messageOf } from '../../message-of.ts';
import { browserNotFound, browserPathMissing, browserPathUnusable } from '../errors.ts';
import { assertExecutable } from '../executable.ts';
import type { LocatedBrowser } from '../located-browser.ts';
import { probeVersion } from '../probe-version.ts';
import type { CandidateFinder } from './finder.ts';
import { installedFinder } from './installed.ts';
import { playwrightFinder } from './playwright.ts';
import { sparticuzFinder } from './sparticuz.ts';

interface LocateOptions {
  /** CHROMIUM_PATH; undefined or empty looks for a browser. */
  chromiumPath?: string;
  /** Folder for what has to be unpacked; made when missing. */
  cacheDir: string;
  /** Where to look, in order; the default is installed, Playwright's, `@sparticuz/chromium`. */
  finders?: readonly CandidateFinder[];
  /** How long a browser may take to say its version, in milliseconds; 15,000 unless told. */
  versionTimeoutMs?: number;
}

/** A cold start from a slow disk takes a few seconds. */
const VERSION_TIMEOUT_MS = 15_000;

/** Where a browser is looked for, in order, when CHROMIUM_PATH names none. */
export const defaultFinders = (cacheDir: string): CandidateFinder[] => [
  installedFinder(),
  playwrightFinder(),
  sparticuzFinder(cacheDir),
];

const locateTold = async (told: string, timeoutMs: number): Promise<LocatedBrowser> => {
  const path = resolve(told);
  await assertExecutable(path).catch((error: unknown) => {
    throw browserPathMissing(path, error);
  });
  const version = await probeVersion(path, {}, timeoutMs).catch((error: unknown) => {
    throw browserPathUnusable(path, messageOf(error), error);
  });
  return { path, origin: 'CHROMIUM_PATH', version, env: {}, args: [] };
};

/**
 * Finds a browser: CHROMIUM_PATH, an installed one, one that Playwright manages, the one from npm. One that
 * cannot run is passed over, and named with its reason if none is left. Later places are not touched once
 * one works, so nothing is unpacked on a machine that has a browser.
 *
 * @throws AppError `browser_path_missing` or `browser_path_unusable` when CHROMIUM_PATH is set and wrong,
 *   `browser_not_found` when there is none
 */
export const locateBrowser = async (options: LocateOptions): Promise<LocatedBrowser> => {
  const timeoutMs = options.versionTimeoutMs ?? VERSION_TIMEOUT_MS;
  if (options.chromiumPath) return locateTold(options.chromiumPath, timeoutMs);

  const reasons: string[] = [];
  for (const finder of options.finders ?? defaultFinders(options.cacheDir)) {
    const candidates = await finder.find().catch((error: unknown) => {
      reasons.push(`${finder.origin}: ${messageOf(error)}`);
      return [];
    });
    for (const { path, env = {}, args = [] } of candidates) {
      try {
        const version = await probeVersion(path, env, timeoutMs);
        return { path, origin: finder.origin, version, env, args };
      } catch (error) {
        reasons.push(`${path}: ${messageOf(error)}`);
      }
    }
  }
  throw browserNotFound(reasons);
};

import { lstat, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLines } from './process-list.ts';

/** What a sweep did. */
interface SweepResult {
  /** Absolute paths of the folders that are gone. */
  removed: string[];
  /** Unused folders that could not be removed, and why; they cost disk space, nothing else. */
  failed: { path: string; error: unknown }[];
}

interface SweepOptions {
  /** Where the profiles are; `os.tmpdir()` unless told. */
  tmpDir?: string;
  /** Where the system lists its processes; /proc unless told. */
  procDir?: string;
  /** Whose folders are swept, by user id; this process's own user's unless told. */
  uids?: readonly (number | undefined)[];
  /** The current time in milliseconds since 1970. */
  now?: number;
  /** Folders younger than this, in milliseconds, are left: their browser may be about to start; 30,000 unless told. */
  minAgeMs?: number;
}

/** The name that Playwright and its patched forms give the profile of a browser they launch. */
const PROFILE = /^playwright_chromiumdev_profile-/;
const MIN_AGE_MS = 30_000;
/** Without a list of processes age is all there is; no browser of ours is kept for a day. */
const UNKNOWN_MIN_AGE_MS = 24 * 3_600_000;

/** Folders of our users only: whether somebody else's browser lives may be hidden from us. */
const isOurs = async (
  path: string,
  bornBefore: number,
  uids: readonly (number | undefined)[],
): Promise<boolean> => {
  const found = await lstat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined; // another sweep was quicker
    throw error;
  });
  return found?.isDirectory() === true && uids.includes(found.uid) && found.birthtimeMs < bornBefore;
};

/**
 * Removes the profile folders of browsers that are gone: whoever is killed with SIGKILL leaves one. A folder is in
 * use, by whichever worker, if the command line of some living process names it; without /proc only folders
 * older than a day go. Meant for the start of a worker.
 */
export const sweepProfiles = async (options: SweepOptions = {}): Promise<SweepResult> => {
  const { tmpDir = tmpdir(), procDir = '/proc', now = Date.now(), minAgeMs = MIN_AGE_MS } = options;
  const { uids = [process.getuid?.()] } = options;
  // Folders first, processes second: a browser that starts in between is then seen.
  const names = (await readdir(tmpDir)).filter((name) => PROFILE.test(name));
  const running = await commandLines(procDir);
  const bornBefore = now - (running === undefined ? UNKNOWN_MIN_AGE_MS : minAgeMs);

  const result: SweepResult = { removed: [], failed: [] };
  for (const name of names) {
    const path = join(tmpDir, name);
    if (running?.some((line) => line.includes(name))) continue;
    try {
      if (!(await isOurs(path, bornBefore, uids))) continue;
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      result.removed.push(path);
    } catch (error) {
      result.failed.push({ path, error });
    }
  }
  return result;
};

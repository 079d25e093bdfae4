import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';
import { processesWith } from '../processes/processes.ts';

/** Processes that were started with this TMPDIR, such as a browser with all of its helpers; zombies are none. */
export const processesOf = (tmpDir: string): number[] => processesWith(`TMPDIR=${tmpDir}`);

/** Names of the profile folders there. */
export const profilesIn = async (tmpDir: string): Promise<string[]> =>
  (await readdir(tmpDir)).filter((name) => name.startsWith('playwright_chromiumdev_profile-'));

/**
 * Gives every test a temporary folder of its own, also as the process's TMPDIR: browsers put their profiles
 * there, so a test sees its own processes and folders only, whoever else runs browsers on the machine. After
 * each test no process may be left that was started with it.
 *
 * @param cleanUp ends what the test started; runs before that check
 */
export const usePrivateTmp = (
  cleanUp: () => void | Promise<void> = () => undefined,
): { readonly path: string } => {
  const tmp = { path: '' };
  let before: string | undefined;
  beforeEach(async () => {
    before = process.env.TMPDIR;
    tmp.path = await mkdtemp(join(tmpdir(), 'censo-vivo-test-'));
    process.env.TMPDIR = tmp.path;
  });
  afterEach(async () => {
    await cleanUp();
    await eventually('no process of the test is left', () => processesOf(tmp.path).length === 0, 10_000);
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    await rm(tmp.path, { recursive: true, force: true, maxRetries: 5 });
  });
  return tmp;
};

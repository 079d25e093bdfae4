import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { processesOf } from './processes.ts';

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
    await eventually(
      'no process of the test is left',
      async () => (await processesOf(tmp.path)).length === 0,
      10_000,
    );
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    await rm(tmp.path, { recursive: true, force: true, maxRetries: 5 });
  });
  return tmp;
};

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives every test a temporary folder of its own, also as the process's TMPDIR: browsers put their profiles
 * there, so a test sees its own processes and folders only, whoever else runs browsers on the machine.
 */
export const usePrivateTmp = (): { readonly path: string } => {
  const tmp = { path: '' };
  let before: string | undefined;
  beforeEach(async () => {
    before = process.env.TMPDIR;
    tmp.path = await mkdtemp(join(tmpdir(), 'censo-vivo-test-'));
    process.env.TMPDIR = tmp.path;
  });
  afterEach(async () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    await rm(tmp.path, { recursive: true, force: true, maxRetries: 5 });
  });
  return tmp;
};

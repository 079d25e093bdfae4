import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PREVIOUS } from '../../support/previous-release.ts';
import { order } from './order.ts';

/** A folder with the release before this one, as its commit has it. */
export interface Checkout {
  folder: string;
  remove(): Promise<void>;
}

export const checkoutOf = async (): Promise<Checkout> => {
  const base = await mkdtemp(join(await realpath(tmpdir()), 'censo-previous-'));
  const folder = join(base, 'previous');
  await order('git', ['worktree', 'add', '--detach', folder, PREVIOUS]);
  return {
    folder,
    async remove() {
      await order('git', ['worktree', 'remove', '--force', folder]);
      await rm(base, { recursive: true, force: true });
    },
  };
};

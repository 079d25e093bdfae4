import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PREVIOUS } from '../../support/previous-release.ts';
import { order } from '../kit/order.ts';
import type { Installation } from './installation.ts';

/** The release before this one, as its commit has it. */
export const checkoutOf = async () => {
  const base = await mkdtemp(join(tmpdir(), 'censo-previous-'));
  const folder = join(base, 'previous');
  await order('git', ['worktree', 'add', '--detach', folder, PREVIOUS]);
  return {
    folder,
    build: (portal: Installation) => portal.compose(['build'], folder),
    async remove() {
      await order('git', ['worktree', 'remove', '--force', folder]);
      await rm(base, { recursive: true, force: true });
    },
  };
};

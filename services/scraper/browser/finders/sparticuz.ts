import { unpackSparticuz } from '../sparticuz.ts';
import type { CandidateFinder } from './finder.ts';

/**
 * The browser that `@sparticuz/chromium` ships. Last, because it must be unpacked (204 MB, seconds) and is a
 * headless shell, without a window to look at.
 */
export const sparticuzFinder = (cacheDir: string): CandidateFinder => ({
  origin: 'sparticuz',
  find: async () => {
    const { path, env } = await unpackSparticuz({ cacheDir });
    return [{ path, env }];
  },
});

import { chromium } from 'rebrowser-playwright';
import { browserModeRefused } from '../errors.ts';
import { playwrightLikeDriver } from './playwright-like.ts';
import { quietPatches } from './quiet-patches.ts';

/** The one mode of the patches in which every function that the product uses works. */
const WORKING_MODE = 'addBinding';

const prepare = (): void => {
  const mode = process.env.REBROWSER_PATCHES_RUNTIME_FIX_MODE;
  if (mode !== undefined && mode !== WORKING_MODE) throw browserModeRefused(mode);
  quietPatches();
};

/**
 * The default driver: Playwright 1.52 with patches against being recognised; drives Chromium 153 and 156. What it does
 * otherwise than the other two: what waits for an element of a tab that crashes is not told, and waits until its
 * timeout (listen to `crash`); a page's worker asks sites in English, whatever the context's locale.
 */
export const rebrowserDriver = playwrightLikeDriver('rebrowser-playwright', chromium, prepare);

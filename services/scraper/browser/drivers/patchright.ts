import { chromium } from 'patchright';
import { playwrightLikeDriver } from './playwright-like.ts';

/**
 * Playwright 1.63 with patches against being recognised: pages see no `navigator.webdriver`. A page's worker asks sites
 * in English, whatever the context's locale.
 */
export const patchrightDriver = playwrightLikeDriver('patchright', chromium);

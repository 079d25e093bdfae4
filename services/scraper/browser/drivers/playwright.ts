import { chromium } from 'playwright-core';
import { playwrightLikeDriver } from './playwright-like.ts';

/** Playwright 1.65 as its makers ship it: the newest base, and nothing hides that a program drives the page. */
export const playwrightDriver = playwrightLikeDriver('playwright-core', chromium);

import { closeBrowser } from './browser.ts';

/** mocha root hooks: what a run shares ends with it. */
export const mochaHooks = { afterAll: closeBrowser };

import { closeBrowser } from './browser.ts';
import { forgetCluster } from './cluster.ts';
import { stopSharedSystems } from './modes.ts';

/** mocha root hooks: what a run shares ends with it. */
export const mochaHooks = {
  async afterAll(this: Mocha.Context) {
    await closeBrowser();
    await stopSharedSystems();
    await forgetCluster();
  },
};

import { spendOnPasswords } from '../../services/accounts/users/password-hash.ts';
import { CHEAP_KIB } from './cheap-passwords.ts';
import { closeBrowser } from './pages/browser.ts';
import { bringTogether, stopSharedSystems } from './system/modes.ts';

/** mocha root hooks: what a run shares ends with it. */
export const mochaHooks = {
  beforeAll(this: Mocha.Context) {
    spendOnPasswords(CHEAP_KIB);
    bringTogether(this.test?.parent?.suites ?? []);
  },
  async afterAll(this: Mocha.Context) {
    await closeBrowser();
    await stopSharedSystems();
  },
};

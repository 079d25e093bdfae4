import type { BrowserDriver } from '../../../services/scraper/browser/driver.ts';
import type { LocatedBrowser } from '../../../services/scraper/browser/located-browser.ts';
import { type DriverName, drivers, loadDriver } from '../../../services/scraper/plugins/drivers.ts';
import { lightBrowser } from '../../support/browser/light-browser.ts';
import { anyBrowser } from './installed.ts';

/** A library, and what it drives here. */
interface Loaded {
  readonly driver: BrowserDriver;
  readonly located: LocatedBrowser;
}

/**
 * Registers the same tests for each library, the default one with the browser that the product would find, the others with
 * a lighter one. `loaded` is filled once the tests run.
 *
 * @param defaults how the default one's browser is found instead, where a lighter one does the same
 */
export const withEveryDriver = (
  tests: (name: DriverName, loaded: Loaded) => void,
  defaults: () => Promise<LocatedBrowser> = anyBrowser,
): void => {
  for (const name of Object.keys(drivers) as DriverName[]) {
    describe(`driven by ${name}`, () => {
      const loaded = {} as { -readonly [K in keyof Loaded]: Loaded[K] }; // filled before the first test
      before(async () => {
        loaded.driver = await loadDriver(name);
        loaded.located = await (name === 'rebrowser' ? defaults() : lightBrowser());
      });
      tests(name, loaded);
    });
  }
};

import type { BrowserDriver } from '../../../services/scraper/browser/driver.ts';
import { type DriverName, drivers, loadDriver } from '../../../services/scraper/plugins/drivers.ts';

/** Registers the same tests for each library. `driver` is there once the tests run. */
export const withEveryDriver = (
  tests: (name: DriverName, loaded: { readonly driver: BrowserDriver }) => void,
): void => {
  for (const name of Object.keys(drivers) as DriverName[]) {
    describe(`driven by ${name}`, () => {
      const loaded: { driver: BrowserDriver } = { driver: undefined as never }; // set before the first test
      before(async () => {
        loaded.driver = await loadDriver(name);
      });
      tests(name, loaded);
    });
  }
};

import type { BrowserDriver } from '../browser/driver.ts';

/** The browser libraries to choose from. */
export type DriverName = 'rebrowser' | 'patchright' | 'playwright';

/** One loader each: a library takes up to a second and 50 to 90 MB to load, so only the one that is used is. */
export const drivers: Readonly<Record<DriverName, () => Promise<BrowserDriver>>> = {
  rebrowser: async () => (await import('../browser/drivers/rebrowser.ts')).rebrowserDriver,
  patchright: async () => (await import('../browser/drivers/patchright.ts')).patchrightDriver,
  playwright: async () => (await import('../browser/drivers/playwright.ts')).playwrightDriver,
};

/** The same, loaded when the first browser is started: for a source that hardly ever asks for one. */
export const lateDriver = (name: DriverName): BrowserDriver => ({
  name,
  launch: async (options) => (await loadDriver(name)).launch(options),
});

/** @throws whatever importing the library throws, when it is not installed */
export const loadDriver = (name: DriverName): Promise<BrowserDriver> => drivers[name]();

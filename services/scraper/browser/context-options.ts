import type { ContextOptions } from './driver.ts';

/**
 * The same browser with a window: it says its name without `Headless`, and of its version the first number alone
 * (the headless shell says all four).
 */
const withWindow = (userAgent: string): string =>
  userAgent.replace(/HeadlessChrome\/(\d+)[\d.]*/, 'Chrome/$1.0.0.0');

/**
 * A visitor from Colombia with a common laptop. Downloads and service workers are refused: no page of ours has one.
 *
 * Chromium's client hints (`sec-ch-ua`, `navigator.userAgentData`) then say the same. Those of a headless shell keep
 * its name as a brand, which no library can change for a whole context.
 *
 * @param userAgent what the browser calls itself
 */
export const colombianVisitor = (userAgent: string): ContextOptions => ({
  locale: 'es-CO',
  timezoneId: 'America/Bogota',
  viewport: { width: 1366, height: 768 },
  acceptDownloads: false,
  // What asks for a page behind its back would pass the routes of the context.
  serviceWorkers: 'block',
  userAgent: withWindow(userAgent),
});

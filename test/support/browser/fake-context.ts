import type { OwnedContextPort } from '../../../services/scraper/browser/driver.ts';

/** A context without pages, by what a test says of it; a DevTools session never comes. */
export const fakeContext = (parts: Partial<OwnedContextPort>): OwnedContextPort => ({
  newPage: () => new Promise(() => {}),
  pages: () => [],
  route: async () => undefined,
  unrouteAll: async () => undefined,
  on: () => undefined,
  off: () => undefined,
  newCDPSession: () => new Promise(() => {}),
  close: async () => undefined,
  ...parts,
});

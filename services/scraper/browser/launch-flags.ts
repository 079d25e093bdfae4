/**
 * What Chromium is started with, besides the driver's own switches. Measured on Debian 12 without a graphics
 * card (design, "Browsers"); never `--single-process`, which kills most lookups, nor `--disable-web-security`.
 */
const ALWAYS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Else Chromium describes every form that it sees to Google, through a context's proxy too. Not by
  // `--disable-features`: a second one takes the place of the driver's own.
  '--autofill-server-url=about:blank',
] as const;

export const NO_SANDBOX = '--no-sandbox';

/**
 * The flags for a user. Chromium refuses to start its sandbox as root, and only root goes without it: the
 * pages it opens are not ours.
 *
 * @param uid the numeric user id; undefined where the system has none
 */
export const launchFlags = (uid: number | undefined = process.getuid?.()): string[] =>
  uid === 0 ? [...ALWAYS, NO_SANDBOX] : [...ALWAYS];

/**
 * What Chromium is started with, besides the driver's own switches. Measured on Debian 12 without a graphics
 * card; never `--single-process`, which kills most lookups, nor `--disable-web-security`.
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

interface LaunchOptions {
  /** The numeric user id; undefined where the system has none. */
  uid?: number | undefined;
  /** False where a container's system call filter forbids what the sandbox is made of; true unless told. */
  sandbox?: boolean;
}

/**
 * The flags for a user. Chromium refuses to start its sandbox as root; only root goes without it, and who says so: the
 * pages it opens are not ours.
 */
export const launchFlags = ({ uid = process.getuid?.(), sandbox = true }: LaunchOptions = {}): string[] =>
  uid === 0 || !sandbox ? [...ALWAYS, NO_SANDBOX] : [...ALWAYS];

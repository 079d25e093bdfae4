/** Where a browser came from; logged at start, and shown to an operator. */
export type BrowserOrigin = 'CHROMIUM_PATH' | 'installed' | 'playwright' | 'sparticuz';

/** A browser that was seen to run on this machine. */
export interface LocatedBrowser {
  /** Absolute path of the program. */
  path: string;
  origin: BrowserOrigin;
  /** As the program itself says, such as `153.0.8010.0`. */
  version: string;
  /** Environment variables that it needs, over the ones that every browser gets. */
  env: Record<string, string>;
  /** Flags that it needs, besides `launchFlags()`. */
  args: string[];
}

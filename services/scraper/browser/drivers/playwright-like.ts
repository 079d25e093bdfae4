import type {
  BrowserDriver,
  BrowserPort,
  ContextOptions,
  LaunchOptions,
  OwnedContextPort,
} from '../driver.ts';
import { killGroup } from '../kill-group.ts';
import { NO_SANDBOX } from '../launch-flags.ts';

/** A browser as Playwright and its patched forms hand it out: what the port needs, and a way to ask for its process. */
interface LaunchedBrowser {
  version(): string;
  isConnected(): boolean;
  newContext(options: ContextOptions): Promise<OwnedContextPort>;
  newBrowserCDPSession(): Promise<{
    send(method: 'SystemInfo.getProcessInfo'): Promise<{ processInfo: { type: string; id: number }[] }>;
    send(method: 'Browser.getVersion'): Promise<{ userAgent: string }>;
    detach(): Promise<void>;
  }>;
  on(event: 'disconnected', listener: () => void): unknown;
  close(): Promise<void>;
}

interface LibraryLaunchOptions {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
  headless: boolean;
  timeout: number;
  chromiumSandbox: boolean;
  handleSIGINT: boolean;
  handleSIGTERM: boolean;
  handleSIGHUP: boolean;
}

/** The `chromium` of Playwright, or of a library that keeps its interface. */
interface PlaywrightLike {
  launch(options: LibraryLaunchOptions): Promise<LaunchedBrowser>;
}

const libraryOptions = ({
  executablePath,
  args,
  env,
  headless,
  timeout,
}: LaunchOptions): LibraryLaunchOptions => ({
  executablePath,
  args: [...args],
  env: { ...env },
  headless,
  timeout,
  // Playwright leaves the sandbox out unless told.
  chromiumSandbox: !args.includes(NO_SANDBOX),
  // The process that holds the browser decides when it ends; its close() is part of that.
  handleSIGINT: false,
  handleSIGTERM: false,
  handleSIGHUP: false,
});

/** What the libraries tell nobody, so the browser is asked. */
const factsOf = async (browser: LaunchedBrowser): Promise<Pick<BrowserPort, 'pid' | 'userAgent'>> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const { userAgent } = await session.send('Browser.getVersion');
  await session.detach();
  const main = processInfo.find((info) => info.type === 'browser');
  if (main === undefined) throw new Error('SystemInfo.getProcessInfo names no browser process');
  return { pid: main.id, userAgent };
};

const portOf = (
  browser: LaunchedBrowser,
  { pid, userAgent }: Pick<BrowserPort, 'pid' | 'userAgent'>,
): BrowserPort => ({
  pid,
  userAgent,
  version: () => browser.version(),
  isConnected: () => browser.isConnected(),
  newContext: (options) => browser.newContext(options),
  on: (event, listener) => browser.on(event, listener),
  close: () => browser.close(),
  // While it is connected the process lives, so the number cannot have passed to another one.
  kill: () => {
    if (browser.isConnected()) killGroup(pid);
  },
});

/**
 * A driver over a library with Playwright's interface.
 *
 * @param name for the log: the package's
 * @param prepare runs before every launch; what it throws is what the launch throws
 */
export const playwrightLikeDriver = (
  name: string,
  library: PlaywrightLike,
  prepare: () => void = () => undefined,
): BrowserDriver => ({
  name,
  launch: async (options) => {
    prepare();
    const browser = await library.launch(libraryOptions(options));
    try {
      return portOf(browser, await factsOf(browser));
    } catch (error) {
      await browser.close();
      throw error;
    }
  },
});

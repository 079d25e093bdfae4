/**
 * What the product uses of a browser library, in types of its own: the types of rebrowser-playwright, patchright
 * and Playwright are not assignable to each other, but each is to these. Semantics, defaults and errors are
 * Playwright's. An error's class differs between the libraries: go by its `name` (`TimeoutError`) or message
 * (`net::ERR_…`), never by `instanceof`. All times are in milliseconds.
 */
export interface TimeoutOption {
  timeout?: number;
}

/** How to start a browser. */
export interface LaunchOptions {
  executablePath: string;
  args: readonly string[];
  /** The whole environment of the browser process. */
  env: Readonly<Record<string, string>>;
  /** False opens a window, for debugging; needs a display. */
  headless: boolean;
  timeout: number;
}

/** A browser library. */
export interface BrowserDriver {
  readonly name: string;
  /**
   * @throws the library's own error when the browser does not start in time; nothing is left running
   */
  launch(options: LaunchOptions): Promise<BrowserPort>;
}

/** One browser process. */
export interface BrowserPort {
  /** Process id of the browser, the leader of its process group. */
  readonly pid: number;
  /** What it tells sites that it is, unless a context is told otherwise; `HeadlessChrome` in it without a window. */
  readonly userAgent: string;
  /** Such as `153.0.8010.0`. */
  version(): string;
  isConnected(): boolean;
  newContext(options: ContextOptions): Promise<ContextPort>;
  /** Comes once, when the process ended or was closed. */
  on(event: 'disconnected', listener: () => void): unknown;
  /** Ends the process and removes its profile; may take 30 s when it hangs. */
  close(): Promise<void>;
  /** SIGKILL for the process and all of its tabs, when it does not close. */
  kill(): void;
}

/** How a page sees its visitor. */
export interface ContextOptions {
  locale: string;
  timezoneId: string;
  viewport: { width: number; height: number };
  acceptDownloads: boolean;
  userAgent?: string;
  proxy?: ProxyOptions;
}

/**
 * The way out of a context. Also used for addresses of this machine, which Chromium alone would reach without it.
 *
 * `server`: `http://host:port`, or `socks5://host:port`, which takes no user and password (`newContext` throws).
 */
export interface ProxyOptions {
  server: string;
  bypass?: string;
  username?: string;
  password?: string;
}

/** A private session: its own cookies, cache and proxy. */
export interface ContextPort {
  newPage(): Promise<PagePort>;
  /** `handler` must end every request that it is given with `abort` or `continue`. */
  route(url: string | RegExp, handler: (route: RoutePort) => Promise<void>): Promise<unknown>;
  on(event: 'page', listener: (page: PagePort) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  close(): Promise<void>;
}

/** A tab. */
export interface PagePort {
  goto(
    url: string,
    options?: TimeoutOption & { waitUntil?: 'load' | 'domcontentloaded' | 'networkidle' | 'commit' },
  ): Promise<ResponsePort | null>;
  url(): string;
  /** The page's HTML. Knows no timeout and waits for a busy page without end: race it. */
  content(): Promise<string>;
  locator(selector: string): LocatorPort;
  mainFrame(): FramePort;
  context(): SessionOpener;
  waitForResponse(
    predicate: (response: ResponsePort) => boolean | Promise<boolean>,
    options?: TimeoutOption,
  ): Promise<ResponsePort>;
  on(
    event: 'request' | 'requestfinished' | 'requestfailed',
    listener: (request: RequestPort) => void,
  ): unknown;
  on(event: 'response', listener: (response: ResponsePort) => void): unknown;
  /** Without a listener dialogs are dismissed; with one, it must accept or dismiss. */
  on(event: 'dialog', listener: (dialog: DialogPort) => void): unknown;
  /** The tab's process ended, out of memory for example; the browser lives. */
  on(event: 'crash' | 'close', listener: () => void): unknown;
  close(): Promise<void>;
}

/** Of a context: opens a DevTools session with a page or frame of it, for what the library does only where pages see it. */
interface SessionOpener {
  newCDPSession(page: PagePort | FramePort): Promise<CdpSessionPort>;
}

/** The DevTools commands that the product uses. */
interface CdpSessionPort {
  send(method: 'Page.getFrameTree'): Promise<{ frameTree: { frame: { id: string } } }>;
  send(
    method: 'Page.createIsolatedWorld',
    params: { frameId: string },
  ): Promise<{ executionContextId: number }>;
  send(
    method: 'Runtime.callFunctionOn',
    params: { executionContextId: number; functionDeclaration: string; arguments: { value: string }[] },
  ): Promise<unknown>;
  detach(): Promise<void>;
}

interface FramePort {
  url(): string;
  parentFrame(): FramePort | null;
}

/** Elements by CSS or text selector, looked up anew for every action; more than one is an error for actions. */
export interface LocatorPort {
  first(): LocatorPort;
  nth(index: number): LocatorPort;
  fill(value: string, options?: TimeoutOption): Promise<void>;
  /** @param options `trial` does everything but the click: whether it could be done */
  click(options?: TimeoutOption & { trial?: boolean }): Promise<void>;
  /** Chooses an `<option>` by its value or, failing that, its text. */
  selectOption(value: string, options?: TimeoutOption): Promise<string[]>;
  /** As a person sees it: line breaks, hidden parts left out. */
  innerText(options?: TimeoutOption): Promise<string>;
  /** The markup inside. */
  innerHTML(options?: TimeoutOption): Promise<string>;
  getAttribute(name: string, options?: TimeoutOption): Promise<string | null>;
  /** What a field of a form holds. */
  inputValue(options?: TimeoutOption): Promise<string>;
  /** As it stands in the document. */
  textContent(options?: TimeoutOption): Promise<string | null>;
  count(): Promise<number>;
  isVisible(): Promise<boolean>;
  waitFor(
    options?: TimeoutOption & { state?: 'attached' | 'detached' | 'visible' | 'hidden' },
  ): Promise<void>;
}

export interface RoutePort {
  request(): RequestPort;
  abort(): Promise<void>;
  continue(): Promise<void>;
}

export interface RequestPort {
  url(): string;
  method(): string;
  /** `document`, `xhr`, `fetch`, `script`, `stylesheet`, `image`, `font`, `media`, `other`… */
  resourceType(): string;
  postData(): string | null;
  isNavigationRequest(): boolean;
  /** Throws for a navigation whose page is not open yet. */
  frame(): FramePort;
  /** Why it failed, `net::ERR_…`; null for one that did not. */
  failure(): { errorText: string } | null;
  /** Once it is answered: epoch milliseconds of its start, and from there to when it was sent; -1 = not known. */
  timing(): { startTime: number; requestStart: number };
}

export interface ResponsePort {
  url(): string;
  status(): number;
  headers(): Record<string, string>;
  body(): Promise<Buffer>;
  text(): Promise<string>;
  request(): RequestPort;
}

interface DialogPort {
  type(): string;
  message(): string;
  accept(): Promise<void>;
  dismiss(): Promise<void>;
}

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
  newContext(options: ContextOptions): Promise<OwnedContextPort>;
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
  serviceWorkers: 'block';
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
  username?: string;
  password?: string;
  /** Hosts and networks, with commas between them, for which a page passes by it. */
  bypass?: string;
}

/** A private session: its own cookies, cache and proxy. */
export interface ContextPort {
  newPage(): Promise<PagePort>;
  /** `handler` must end every request that it is given with `abort` or `continue`. */
  route(url: RegExp, handler: (route: RoutePort) => Promise<void>): Promise<unknown>;
  on(event: 'page', listener: (page: PagePort) => void): unknown;
}

/** The same for who opened it: what it takes to end it, or to have it serve again. */
export interface OwnedContextPort extends ContextPort, SessionOpener {
  on(event: 'page', listener: (page: PagePort) => void): unknown;
  /** Of all its pages. */
  on(
    event: 'request' | 'requestfinished' | 'requestfailed',
    listener: (request: RequestPort) => void,
  ): unknown;
  pages(): readonly PagePort[];
  off(event: 'page', listener: (page: PagePort) => void): unknown;
  /** Takes every route away; what a handler still does with its request is nobody's any more. */
  unrouteAll(options: { behavior: 'ignoreErrors' }): Promise<void>;
  close(): Promise<void>;
}

/** A tab. It dismisses dialogs by itself. */
export interface PagePort {
  goto(
    url: string,
    options?: TimeoutOption & { waitUntil?: 'domcontentloaded' },
  ): Promise<ResponsePort | null>;
  url(): string;
  /** The page's HTML. Knows no timeout and waits for a busy page without end: race it. */
  content(): Promise<string>;
  locator(selector: string): LocatorPort;
  context(): SessionOpener;
  /** The frame that the page itself is. */
  mainFrame(): unknown;
  /** All of them, the page's own first. */
  frames(): readonly Framed[];
  close(): Promise<void>;
  on(
    event: 'request' | 'requestfinished' | 'requestfailed',
    listener: (request: RequestPort) => void,
  ): unknown;
  on(event: 'response', listener: (response: ResponsePort) => void): unknown;
  /** The tab's process ended, out of memory for example; the browser lives. */
  on(event: 'crash', listener: () => void): unknown;
  removeAllListeners(event: PageEvent): unknown;
}

/** What pages tell. */
export const pageEvents = ['request', 'requestfinished', 'requestfailed', 'response', 'crash'] as const;
type PageEvent = (typeof pageEvents)[number];

/** What pages and frames have in common; the libraries' types ask for no more. */
type Framed = Pick<PagePort, 'url' | 'content'>;

/** Of a context: opens a DevTools session with a page of it, for what the library does only where pages see it. */
export interface SessionOpener {
  /** @param page a page, or a frame in a process of its own. @throws for any other frame */
  newCDPSession(page: Framed): Promise<CdpSessionPort>;
}

/** The DevTools commands that the product uses. */
export interface CdpSessionPort {
  send(method: 'Page.getFrameTree'): Promise<{ frameTree: { frame: { id: string } } }>;
  send(
    method: 'Page.createIsolatedWorld',
    params: { frameId: string },
  ): Promise<{ executionContextId: number }>;
  send(
    method: 'Runtime.callFunctionOn',
    params: { executionContextId: number; functionDeclaration: string; arguments: { value: string }[] },
  ): Promise<unknown>;
  send(method: 'Page.setDocumentContent', params: { frameId: string; html: string }): Promise<unknown>;
  send(method: 'Page.resetNavigationHistory'): Promise<unknown>;
  send(method: 'Emulation.setScriptExecutionDisabled', params: { value: boolean }): Promise<unknown>;
  send(
    method: 'Storage.clearDataForOrigin',
    params: { origin: string; storageTypes: string },
  ): Promise<unknown>;
  send(method: 'Target.getTargetInfo'): Promise<{ targetInfo: TargetPort }>;
  send(method: 'Target.getTargets'): Promise<{ targetInfos: TargetPort[] }>;
  detach(): Promise<void>;
}

/** What DevTools knows of a tab or a worker. */
interface TargetPort {
  /** `page`, `shared_worker`… */
  type: string;
  browserContextId?: string | undefined;
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
  /** The markup inside. */
  innerHTML(options?: TimeoutOption): Promise<string>;
  getAttribute(name: string, options?: TimeoutOption): Promise<string | null>;
  /** What a field of a form holds. */
  inputValue(options?: TimeoutOption): Promise<string>;
  count(): Promise<number>;
  waitFor(options?: TimeoutOption & { state?: 'attached' }): Promise<void>;
}

export interface RoutePort {
  request(): RequestPort;
  abort(): Promise<void>;
  continue(): Promise<void>;
  /** Leaves it to the handler that was there before. */
  fallback(): Promise<void>;
}

export interface RequestPort {
  url(): string;
  method(): string;
  /** `document`, `xhr`, `fetch`, `script`, `stylesheet`, `image`, `font`, `media`, `other`… */
  resourceType(): string;
  isNavigationRequest(): boolean;
  /** @throws when the frame is only just being made, as a new window's */
  frame(): unknown;
  /** Why it failed, `net::ERR_…`; null for one that did not. */
  failure(): { errorText: string } | null;
  /** Once it is answered: epoch milliseconds of its start, and from there to when it was sent; -1 = not known. */
  timing(): { startTime: number; requestStart: number };
}

export interface ResponsePort {
  status(): number;
  headers(): Record<string, string>;
  body(): Promise<Buffer>;
  /** The machine that answered, the proxy where there is one; null when it is not known, as for a cached answer. */
  serverAddr(): Promise<{ ipAddress: string } | null>;
  request(): RequestPort;
}

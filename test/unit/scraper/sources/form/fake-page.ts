import type {
  LocatorPort,
  PagePort,
  RequestPort,
  ResponsePort,
  TimeoutOption,
} from '../../../../../services/scraper/browser/driver.ts';
import { createStopwatch, type Stopwatch } from '../../../../../services/scraper/sources/stopwatch.ts';
import type { FakeClock } from '../../../../support/fake-clock.ts';
import { formPage } from '../../../../support/official/form-page.ts';

/** One request of the page, and what becomes of it. */
export interface FakeRequest {
  url: string;
  method?: string;
  type?: string;
  /** Milliseconds until it is answered; it never is when there are none. */
  afterMs?: number;
  /** Milliseconds for which it waits for its turn before. */
  heldMs?: number;
  /** Its connection breaks instead. */
  breaks?: boolean;
  status?: number;
  body?: string;
  headers?: Record<string, string>;
}

/** What a page has, by selector, and how it behaves. `at` is milliseconds since it was opened. */
export interface FakeModel {
  count(selector: string, at: number): number;
  html(at: number): string;
  inside(selector: string, at: number): string;
  value(selector: string, at: number): string;
  /** Whether the form takes this act at that moment. */
  allows(act: 'fill' | 'select' | 'press', at: number): boolean;
  /** What a browser's log says of an act that was not possible. */
  log: string;
  visit: FakeRequest;
  /** What the page asks for as it opens, and when its button is pressed. */
  onOpen: readonly FakeRequest[];
  onPress: readonly FakeRequest[];
}

const URL_OF = 'https://censo.example.com/consultar/';
const ANSWERED = { ok: true };

/** The official form, all of it usable; `changes` is what is wrong with it. */
export const model = (changes: Partial<FakeModel> = {}): FakeModel => ({
  count: (selector) => (/#documento$|#eleccion|#submitBtn/.test(selector) ? 1 : 0),
  html: () => formPage(),
  inside: () => '',
  value: () => '',
  allows: () => true,
  log: '',
  visit: { url: URL_OF, type: 'document', afterMs: 50 },
  onOpen: [
    { url: 'https://censo.example.com/back/api/elecciones', afterMs: 100, body: '{"ok":true,"data":[]}' },
  ],
  onPress: [{ url: 'https://censo.example.com/back/api/consulta', method: 'POST', afterMs: 100 }],
  ...changes,
});

const timeoutError = (ms: number, log: string): Error =>
  Object.assign(new Error(`Timeout ${ms}ms exceeded.\nCall log:\n${log}`), { name: 'TimeoutError' });

const STEP_MS = 50;

/** A tab on a fake clock: only what a form source uses of it. */
export const fakePage = (clock: FakeClock, { ...page }: FakeModel) => {
  const begun = clock.elapsed();
  const time: Stopwatch = createStopwatch(clock);
  const at = (): number => clock.elapsed() - begun;
  const listeners = new Map<string, ((subject: never) => void)[]>();
  const emit = (event: string, subject: RequestPort | ResponsePort): void => {
    for (const listener of listeners.get(event) ?? []) listener(subject as never); // of the event's own type
  };
  /** The number that the form was told. */
  let typed = '';
  const kept: string[] = [];
  let pressed = 0;

  const ask = async (request: FakeRequest): Promise<ResponsePort> => {
    const { url, method = 'GET', type = 'fetch', afterMs, breaks = false } = request;
    const port = {
      url: () => url,
      method: () => method,
      resourceType: () => type,
      isNavigationRequest: () => type === 'document',
      failure: () => (breaks ? { errorText: 'net::ERR_CONNECTION_RESET' } : null),
    } as RequestPort; // of which a source uses nothing else
    const response = {
      status: () => request.status ?? 200,
      headers: () => request.headers ?? {},
      body: async () => Buffer.from(request.body ?? JSON.stringify(ANSWERED)),
      request: () => port,
    } as ResponsePort; // likewise
    emit('request', port);
    if (request.heldMs !== undefined) {
      const letGo = time.hold();
      await clock.wait(request.heldMs);
      letGo();
    }
    if (afterMs === undefined) return new Promise(() => {});
    await clock.wait(afterMs);
    if (breaks) {
      emit('requestfailed', port);
      throw new Error('net::ERR_CONNECTION_RESET');
    }
    emit('response', response);
    emit('requestfinished', port);
    return response;
  };
  const until = async (isSo: () => boolean, { timeout = 30_000 }: TimeoutOption = {}): Promise<void> => {
    const end = at() + timeout;
    while (!isSo()) {
      if (timeout > 0 && at() >= end) throw timeoutError(timeout, page.log);
      await clock.wait(timeout > 0 ? Math.min(STEP_MS, end - at()) : STEP_MS);
    }
  };
  const has = (selector: string): number =>
    selector.split(', ').reduce((sum, part) => sum + page.count(part, at()), 0);

  const locator = (selector: string): LocatorPort => {
    const acts = (act: 'fill' | 'select' | 'press', options?: TimeoutOption) =>
      until(() => has(selector) > 0 && page.allows(act, at()), options);
    const port: Partial<LocatorPort> = {
      first: () => locator(selector),
      nth: () => locator(selector),
      count: async () => has(selector),
      waitFor: (options) => until(() => has(selector) > 0, options),
      innerHTML: async () => page.inside(selector, at()),
      async fill(value, options) {
        await acts('fill', options);
        typed = value;
      },
      inputValue: async () =>
        /#documento$/.test(selector) ? page.value(selector, at()) || typed : page.value(selector, at()),
      async selectOption(value, options) {
        await acts('select', options);
        return [value];
      },
      async click({ trial = false, ...options } = {}) {
        await acts('press', options);
        if (trial) return;
        pressed = at();
        for (const request of page.onPress) ask(request).catch(() => {}); // told by its event
      },
    };
    return port as LocatorPort; // of which a source uses nothing else
  };

  const port: Partial<PagePort> = {
    async goto() {
      for (const request of page.onOpen) ask(request).catch(() => {}); // told by its event
      return ask(page.visit);
    },
    url: () => URL_OF,
    content: async () => page.html(at()),
    locator,
    on: ((event: string, listener: (subject: never) => void) => {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    }) as PagePort['on'], // of every event's type
  };
  return {
    page: port as PagePort, // of which a source uses nothing else
    time,
    url: URL_OF,
    kept,
    keep: (text: string) => void kept.push(text),
    pressedAt: () => pressed,
    tookMs: at,
  };
};

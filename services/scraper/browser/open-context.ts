import { unlessAborted } from '../../../shared/time/unless-aborted.ts';
import { colombianVisitor } from './context-options.ts';
import type { ContextPort, OwnedContextPort, ProxyOptions } from './driver.ts';
import { proxyRefused } from './errors.ts';
import type { Generation } from './generation.ts';
import type { ServingContext } from './serving-context.ts';
import { watchProxy } from './watch-proxy.ts';

/** A context in use. Leaving its scope closes or cleans it; when it was ended from outside, that goes on behind. */
export interface OpenContext extends AsyncDisposable {
  readonly context: ContextPort;
  /**
   * Does work in the context. When the context's signal aborts or the browser goes, this rejects at once, even if the
   * work hangs.
   *
   * @throws the signal's reason, the reason why the browser was lost, AppError `proxy_refused`, or what `work` throws;
   *   in this order, because the earlier ones make `work` throw errors that say less
   */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** It has ended, or its browser has, or takes no more work. */
  isLost(): boolean;
  /** All went well in it: once it is clean, another may use it. */
  keep(): void;
}

/**
 * Opens a context of this browser, once that is up: a fresh one, or one that is as clean.
 *
 * @param signal ends the context
 * @param proxy the context's way out; without it the machine's own
 * @throws as `during` does
 */
export const openContext = async (
  generation: Generation,
  signal: AbortSignal,
  proxy?: ProxyOptions,
): Promise<OpenContext> => {
  const refused = new AbortController();
  const stops = [signal, generation.lost, refused.signal];
  const throwIfStopped = (): void => {
    for (const stop of stops) stop.throwIfAborted();
  };
  const during: OpenContext['during'] = async (work) => {
    throwIfStopped();
    try {
      return await unlessAborted(stops, work());
    } catch (error) {
      generation.notice();
      throwIfStopped();
      throw error;
    }
  };

  generation.enter();
  const way = JSON.stringify(proxy ?? null);
  const opening = generation.ready.then((browser) => {
    const open = (): Promise<OwnedContextPort> =>
      browser.newContext({ ...colombianVisitor(browser.userAgent), ...(proxy && { proxy }) });
    return generation.contexts.take(way, open);
  });
  const isStopped = (): boolean => stops.some((stop) => stop.aborted);
  let isKept = false;
  const end = (context: ServingContext): Promise<void> =>
    isKept && !isStopped() ? generation.contexts.giveBack(way, context) : context.close();
  const close = async (): Promise<void> => {
    const released = release(generation, opening, end);
    if (!isStopped()) await released;
  };
  try {
    const context = (await during(() => opening)).lend();
    if (proxy !== undefined) watchProxy(context, () => refused.abort(proxyRefused()));
    const isLost = (): boolean => {
      generation.notice();
      return !generation.usable || isStopped();
    };
    const keep = (): void => {
      isKept = true;
    };
    return { context, during, isLost, keep, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Ends a context's use, or gives the whole browser up when that hangs. Never rejects. */
const release = async (
  generation: Generation,
  opening: Promise<ServingContext>,
  end: (context: ServingContext) => Promise<void>,
): Promise<void> => {
  // A launch has its own timeout; without this wait a slow one would look like a hung context.
  await Promise.allSettled([generation.ready]);
  const closing = opening.then(end, () => undefined); // Never opened: who asked for it has the error.
  // A refusal counts as a hang: the context may still be there, and the retired browser takes it along.
  const closed = await generation.closes(closing).catch(() => false);
  if (!closed) generation.retire('hung', 'context did not close');
  generation.leave();
};

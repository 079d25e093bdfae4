import { colombianVisitor } from './context-options.ts';
import type { ContextPort, ProxyOptions } from './driver.ts';
import { proxyRefused } from './errors.ts';
import type { Generation } from './generation.ts';
import { fulfilsWithin, raceSignals } from './race.ts';
import { watchProxy } from './watch-proxy.ts';

/** Closes the context, or gives the whole browser up when that hangs. Never rejects. */
const release = async (generation: Generation, opening: Promise<ContextPort>): Promise<void> => {
  // A launch has its own timeout; without this wait a slow one would look like a hung context.
  await Promise.allSettled([generation.ready]);
  const closing = opening.then(
    (context) => context.close(),
    () => undefined, // Never opened: who asked for it has the error.
  );
  // A refusal counts as a hang: the context may still be there, and the retired browser takes it along.
  const closed = await fulfilsWithin(closing, generation.closeTimeoutMs).catch(() => false);
  if (!closed) generation.retire('hung', 'context did not close');
  generation.leave();
};

/**
 * Runs `work` in a fresh context of this browser and closes the context afterwards.
 *
 * When the signal aborts or the browser goes, it rejects at once and the closing goes on behind; else the
 * context is closed before it returns.
 *
 * @param proxy the context's way out; without it the machine's own
 * @throws the signal's reason, the reason why the browser was lost, AppError `proxy_refused`, or what `work` throws;
 *   in this order, because the earlier ones make `work` throw errors that say less
 */
export const runInContext = async <T>(
  generation: Generation,
  work: (context: ContextPort) => Promise<T>,
  signal: AbortSignal,
  proxy?: ProxyOptions,
): Promise<T> => {
  const refused = new AbortController();
  const stops = [signal, generation.lost, refused.signal];
  generation.enter();
  const opening = generation.ready.then((browser) =>
    browser.newContext({ ...colombianVisitor(browser.userAgent), ...(proxy && { proxy }) }),
  );
  const working = opening.then((context) => {
    // Nobody waits for this work any more.
    for (const stop of stops) stop.throwIfAborted();
    if (proxy !== undefined) watchProxy(context, () => refused.abort(proxyRefused()));
    return work(context);
  });
  try {
    return await raceSignals(working, stops);
  } catch (error) {
    generation.notice();
    for (const stop of stops) stop.throwIfAborted();
    throw error;
  } finally {
    const released = release(generation, opening);
    if (!stops.some((stop) => stop.aborted)) await released;
  }
};

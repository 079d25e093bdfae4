import type { ContextPort, ProxyOptions } from '../../../services/scraper/browser/driver.ts';
import type { WarmBrowser } from '../../../services/scraper/browser/warm-browser.ts';

/** Does one piece of work in a context of its own, which is closed afterwards. */
export const withContext = async <T>(
  browser: WarmBrowser,
  work: (context: ContextPort) => Promise<T>,
  signal: AbortSignal,
  { proxy }: { proxy?: ProxyOptions | undefined } = {},
): Promise<T> => {
  await using opened = await browser.openContext(signal, proxy);
  return await opened.during(() => work(opened.context));
};

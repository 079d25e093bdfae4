import type { BrowserContext, Page, Request } from 'playwright';

/**
 * Counts the streams that a browser's tabs have open.
 *
 * @returns how many there are at this moment, in all or in one tab
 */
export const countStreams = (context: BrowserContext): ((tab?: Page) => number) => {
  const open = new Set<Request>();
  context.on('request', (request) => {
    if (request.url().includes('/api/v1/events')) open.add(request);
  });
  const ended = (request: Request): void => void open.delete(request);
  context.on('requestfinished', ended);
  context.on('requestfailed', ended);
  return (tab) => {
    const tabs = [...open].map((request) => request.frame().page());
    // That a request ended is not told when its tab is closed.
    return tabs.filter((one) => !one.isClosed() && (tab === undefined || one === tab)).length;
  };
};

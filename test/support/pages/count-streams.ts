import type { BrowserContext, Request } from 'playwright';

/** Counts the streams that a browser's tabs have open at this moment. */
export const countStreams = (context: BrowserContext): (() => number) => {
  const open = new Set<Request>();
  context.on('request', (request) => {
    if (request.url().includes('/api/v1/events')) open.add(request);
  });
  const ended = (request: Request): void => void open.delete(request);
  context.on('requestfinished', ended);
  context.on('requestfailed', ended);
  // That a request ended is not told when its tab is closed.
  return () => [...open].filter((request) => !request.frame().page().isClosed()).length;
};

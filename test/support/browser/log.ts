import type { BrowserLog } from '../../../services/scraper/browser/browser-log.ts';

/** A log that is kept, to be asked afterwards. */
export const keptLog = (): BrowserLog & { messages: string[] } => {
  const messages: string[] = [];
  return {
    messages,
    info: (message) => messages.push(message),
    warn: (message) => messages.push(message),
  };
};

import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const storage = new AsyncLocalStorage<string>();

/** One that nobody can guess and that says nothing; short enough to be read out on the telephone. */
export const newRequestId = (): string => {
  // Drawn from what Node has asked the system for in advance; its first and last eight figures are all chance.
  const drawn = randomUUID();
  return drawn.slice(0, 8) + drawn.slice(-8);
};

export const isRequestId = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9A-Za-z-]{8,64}$/.test(text);

/** Whatever is logged during `work`, also after it waited, is of this request. */
export const duringRequest = <T>(id: string, work: () => T): T => storage.run(id, work);

/** The request that this is done for, if it is for one. */
export const currentRequestId = (): string | undefined => storage.getStore();

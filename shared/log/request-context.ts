import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

const storage = new AsyncLocalStorage<string>();

/** One that nobody can guess and that says nothing; short enough to be read out on the telephone. */
export const newRequestId = (): string => randomBytes(8).toString('hex');

export const isRequestId = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9A-Za-z-]{8,64}$/.test(text);

/** Whatever is logged during `work`, also after it waited, is of this request. */
export const duringRequest = <T>(id: string, work: () => T): T => storage.run(id, work);

/** The request that this is done for, if it is for one. */
export const currentRequestId = (): string | undefined => storage.getStore();

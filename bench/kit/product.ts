import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SystemOptions } from '../../test/support/system/system.ts';

/** Where a product that runs is, and which processes are it. */
export interface Place {
  origin: string;
  /** The page that it asks. */
  page: string;
  /** An administrator's. */
  databaseUrl: string;
  pids: Record<string, number>;
  /** Where each process has its figures. */
  operations: Record<string, string>;
}

/** A checkout of the product. */
export interface Checkout {
  /** What its column is called. */
  name: string;
  folder: string;
}

/** When the official page was visited and asked, as it saw that itself, in ms since 1970. */
export interface Observed {
  pages: number[];
  queries: number[];
  /** By so much it may have seen something late, at the most. */
  lateMs: number;
}

/** A product that runs, of one checkout. */
export interface Product extends Place, AsyncDisposable {
  checkout: Checkout;
  /** In ms since 1970. */
  startedAt: number;
  observed(): Promise<Observed>;
}

const SERVE = join(import.meta.dirname, 'serve.ts');

/**
 * Starts the product of a checkout as its tests do, whose environment has no limits and a simulator without a browser.
 *
 * @throws Error when it does not start
 */
export const startProduct = async (checkout: Checkout, options: SystemOptions): Promise<Product> => {
  const env = { LOG_LEVEL: 'warn', DEMO_PEOPLE: '0', ...options.env };
  const child = fork(SERVE, [JSON.stringify({ ...options, env })], { cwd: checkout.folder });
  const ended = once(child, 'exit');
  const [place] = (await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error(`${checkout.name} did not start`))),
  ])) as [Place];
  return {
    ...place,
    checkout,
    startedAt: Date.now(),
    async observed() {
      const answer = once(child, 'message');
      child.send('observed');
      const [told] = (await answer) as [Observed];
      return told;
    },
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await ended;
    },
  };
};

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What a queue is told to do: so many lookups, by so many workers. */
export interface QueueOrder {
  count: number;
  workers: number;
}

/** How that went. */
export interface QueueTold {
  /** Lookups a second, from being lent to being stored. */
  rate: number;
  /** How long it took to be lent one, p99 in ms. */
  leaseP99: number;
}

/** A process that serves a queue. */
export interface QueueProcess extends AsyncDisposable {
  work(order: QueueOrder): Promise<QueueTold>;
}

/** @param file of a program that answers each order with how it went; @param folder of the checkout that it is about */
export const startQueue = async (file: string, url: string, folder?: string): Promise<QueueProcess> => {
  const options = folder === undefined ? {} : { cwd: folder };
  const child: ChildProcess = fork(join(import.meta.dirname, '..', file), [url], options);
  const ended = once(child, 'exit');
  const told = async (): Promise<unknown> =>
    (await Promise.race([
      once(child, 'message'),
      ended.then(() => Promise.reject(new Error(`${file} ended`))),
    ])) as unknown[];
  await told();
  return {
    async work(order) {
      const answer = told();
      child.send(order);
      const [result] = (await answer) as [QueueTold];
      return result;
    },
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await ended;
    },
  };
};

/** In such a program: answers orders until its parent is gone. */
export const serveQueue = (work: (order: QueueOrder) => Promise<QueueTold>): void => {
  process.on('message', (order: QueueOrder) => void work(order).then((told) => process.send?.(told)));
  process.once('disconnect', () => process.exit(0));
  process.send?.('ready');
};

/** Has workers do `one` until `count` are done, each lookup as lease and store. */
export const inTurns = async (
  { count, workers }: QueueOrder,
  lend: () => Promise<() => Promise<void>>,
): Promise<QueueTold> => {
  const waits: number[] = [];
  const left = Array.from({ length: count }).values();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (const _ of left) {
        const asked = performance.now();
        const store = await lend();
        waits.push(performance.now() - asked);
        await store();
      }
    }),
  );
  return {
    rate: (count * 1_000) / (performance.now() - began),
    leaseP99: waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? Number.NaN,
  };
};

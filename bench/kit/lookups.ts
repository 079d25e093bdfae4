import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What a program that looks people up is told: where, and whom, one after the other. */
export interface LookupOrder {
  url: string;
  cedulas: string[];
}

/** How that went. */
export interface LookupsTold {
  /** How long each took. */
  ms: number[];
  /** Seconds of a core, from who knows better than the kernel: browsers that are gone are in no process' time. */
  cpu?: number;
}

/** A program that looks people up, as a process. */
export interface LookupProcess extends AsyncDisposable {
  pid: number;
  work(order: LookupOrder): Promise<LookupsTold>;
}

/** @param file below `peers/browser` */
export const startLookups = async (file: string, program: string): Promise<LookupProcess> => {
  const child = fork(join(import.meta.dirname, '../peers/browser', file), [program], {
    env: { ...process.env, CRAWLEE_LOG_LEVEL: 'WARNING' },
  });
  const ended = once(child, 'exit');
  const told = async (): Promise<unknown> => {
    const [message] = (await Promise.race([
      once(child, 'message'),
      ended.then(() => Promise.reject(new Error(`${file} ended`))),
    ])) as [unknown];
    return message;
  };
  await told();
  return {
    pid: child.pid ?? -1,
    async work(order) {
      const answer = told();
      child.send(order);
      return (await answer) as LookupsTold;
    },
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await ended;
    },
  };
};

/** In such a program: answers orders until its parent is gone. */
export const serveLookups = (
  work: (order: LookupOrder) => Promise<LookupsTold>,
  end: () => Promise<void> = async () => {},
): void => {
  process.on('message', (order: LookupOrder) => void work(order).then((told) => process.send?.(told)));
  process.once('disconnect', () => void end().finally(() => process.exit(0)));
  process.send?.('ready');
};

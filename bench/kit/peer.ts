import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Starts a peer that listens. @returns where; it ends with the block @throws Error when it does not start */
export const startPeer = async (
  file: string,
  ...parameters: string[]
): Promise<{ origin: string; pid: number } & AsyncDisposable> => {
  const child = fork(join(import.meta.dirname, '../peers', file), parameters);
  const ended = once(child, 'exit');
  const [port] = (await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error(`${file} did not start`))),
  ])) as [number];
  return {
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid ?? -1,
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await ended;
    },
  };
};

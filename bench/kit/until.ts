import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EACH_MS = 50;
const LONGEST_MS = 120_000;

/** Waits until something is so. @throws Error when it does not become so in two minutes, unless told otherwise */
export const until = async (isSo: () => Promise<boolean>, longestMs = LONGEST_MS): Promise<void> => {
  const began = performance.now();
  while (!(await isSo())) {
    if (performance.now() - began > longestMs) throw new Error(`not so in ${longestMs} ms: ${isSo}`);
    await sleep(LOOK_EACH_MS);
  }
};

import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EACH_MS = 50;
const LONGEST_MS = 120_000;

/** Waits until something is so. @throws Error when it does not become so in two minutes */
export const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  const began = performance.now();
  while (!(await isSo())) {
    if (performance.now() - began > LONGEST_MS) throw new Error(`not so in ${LONGEST_MS} ms: ${isSo}`);
    await sleep(LOOK_EACH_MS);
  }
};

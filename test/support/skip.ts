import type { Context } from 'mocha';

/** Leaves a test out, and prints why. */
export const skipBecause = (test: Context, reason: string): never => {
  console.log(`      skipped: ${reason}`);
  // biome-ignore lint/suspicious/noSkippedTests: whoever calls it says why this machine cannot run the test
  return test.skip();
};

import type { Context } from 'mocha';

/** Leaves a test out, and prints why. */
export const skipBecause = (test: Context, reason: string): never => {
  console.log(`      skipped: ${reason}`);
  // biome-ignore lint/suspicious/noSkippedTests: whoever calls it says why this machine cannot run the test
  return test.skip();
};

/**
 * Leaves tests out where this machine lacks what they need.
 *
 * @param missing what that is, and how one has it; null when nothing is missing
 * @throws Error instead where nothing may be left out (CI)
 */
export const needs = (test: Context, missing: string | null): void => {
  if (missing === null) return;
  if (process.env.CI === 'true') throw new Error(missing);
  skipBecause(test, missing);
};

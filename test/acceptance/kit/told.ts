import { systemClock } from '../../../shared/time/clock.ts';

/** Prints a figure below the step that it is of, for docs/reliability.md. */
export const told = (what: string, figure: string | number): void => console.log(`      ${what}: ${figure}`);

/** @returns what prints how long something took since now */
export const stopwatch = (): ((what: string) => void) => {
  const since = systemClock.elapsed();
  return (what) => told(what, `${((systemClock.elapsed() - since) / 1_000).toFixed(1)} s`);
};

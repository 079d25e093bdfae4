import { type Finding, fault } from './check.ts';

/** Leases, sessions and the pace are counted in seconds: clocks further apart than this disturb them. */
const MOST_MS = 2_000;

/** How far a server's clock is ahead of ours, in ms; half of the way there and back is taken off. */
export const skewOf = async (serverNow: () => Promise<number>): Promise<number> => {
  const begun = Date.now();
  const theirs = await serverNow();
  return Math.round(theirs - (begun + Date.now()) / 2);
};

/** The fault of a clock that is too far off, null of one that is not. */
export const skewFault = (skewMs: number): Omit<Finding, 'name'> | null =>
  Math.abs(skewMs) <= MOST_MS
    ? null
    : fault(
        `su reloj va ${Math.abs(skewMs) / 1_000} s ${skewMs > 0 ? 'adelante' : 'atrás'} del de esta máquina`,
        'Sincronice los relojes (NTP) de ambas máquinas: el ritmo y las sesiones dependen de ellos.',
      );

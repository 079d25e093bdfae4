/** Looks are at least this far apart, in ms; many changes at once make it more, up to the second. */
export const SHORTEST_MS = 1_500;
export const LONGEST_MS = 10_000;
/** What each further change since the last look adds. */
const PER_CHANGE_MS = 100;
/** Changes that come together cost one look. */
const GATHER_MS = 100;

/** How far the next look has to be from the last when so many changes came since. */
export const spacingFor = (changes: number): number =>
  Math.min(LONGEST_MS, SHORTEST_MS + PER_CHANGE_MS * Math.max(0, changes - 1));

interface PacerOptions {
  /** Looks; never rejects. */
  look(): Promise<void>;
  isHidden(): boolean;
  now(): number;
  /** Does the work after a time, unless it is called off. */
  later(ms: number, work: () => void): () => void;
}

/**
 * Decides when the page looks again: soon after the first reason, later after many, never while nobody sees it. That it is
 * seen again is a reason.
 */
export interface Pacer {
  /** Something changed; `changes` of them came together. */
  ask(changes?: number): void;
}

export const createPacer = ({ look, isHidden, now, later }: PacerOptions): Pacer => {
  let asked = 0;
  let askedAt = 0;
  let looking = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let callOff: (() => void) | undefined;

  const run = async (): Promise<void> => {
    callOff = undefined;
    if (isHidden()) return;
    asked = 0;
    looking = true;
    await look();
    looking = false;
    lookedAt = now();
    plan();
  };

  const plan = (): void => {
    callOff?.();
    callOff = undefined;
    if (asked === 0 || looking || isHidden()) return;
    const dueAt = Math.max(askedAt + GATHER_MS, lookedAt + spacingFor(asked));
    callOff = later(Math.max(0, dueAt - now()), () => void run());
  };

  return {
    ask(changes = 1) {
      if (asked === 0) askedAt = now();
      asked += changes;
      plan();
    },
  };
};

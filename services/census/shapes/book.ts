import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { Shape } from '../../../shared/contract/shapes.ts';

/** What was met of one shape since it was last written down. */
export interface Met extends Shape {
  source: string;
  firstSeen: Date;
  lastSeen: Date;
  lastGood: Date | null;
  outcome: string;
  count: number;
}

/** Shapes that reports have brought, counted in memory: a row of the table for each would be one that all wait for. */
export interface ShapeBook {
  note(report: Pick<ActionParams<'census.complete'>, 'source' | 'outcome' | 'shapes'>, now: Date): void;
  /** Takes out what was noted, in one order, so that nobody waits in a circle for whom writes the same. */
  take(): Met[];
  /** Puts back what could not be written down. */
  putBack(met: readonly Met[]): void;
}

/** A page that is another each time must not fill the memory. */
const MOST_KEPT = 200;

export const createShapeBook = (): ShapeBook => {
  let book = new Map<string, Met>();
  const keyOf = ({ source, part, fingerprint }: Met): string => `${source} ${part} ${fingerprint}`;

  const add = (met: Met): void => {
    const before = book.get(keyOf(met));
    if (before !== undefined) book.set(keyOf(met), joined(before, met));
    else if (book.size < MOST_KEPT) book.set(keyOf(met), met);
  };

  return {
    note({ source, outcome, shapes }, now) {
      const isGood = outcome.kind !== 'failure';
      for (const shape of shapes)
        add({
          ...shape,
          ...{ source, firstSeen: now, lastSeen: now, lastGood: isGood ? now : null },
          outcome: isGood ? outcome.kind : outcome.failure,
          count: 1,
        });
    },
    take() {
      const taken = [...book.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, met]) => met);
      book = new Map();
      return taken;
    },
    putBack(met) {
      for (const one of met) add(one);
    },
  };
};

const joined = (one: Met, other: Met): Met => {
  const [first, last] = one.lastSeen <= other.lastSeen ? [one, other] : [other, one];
  return {
    ...last,
    firstSeen: one.firstSeen < other.firstSeen ? one.firstSeen : other.firstSeen,
    lastGood: last.lastGood ?? first.lastGood,
    example: last.example ?? first.example,
    count: one.count + other.count,
  };
};

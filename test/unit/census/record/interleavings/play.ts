import fc from 'fast-check';
import {
  batchAfter,
  type EndInBatch,
  endInBatch,
} from '../../../../../services/census/record/batch-changes.ts';
import { type Change, RefusedTransition } from '../../../../../services/census/record/change.ts';
import type { RecordRow } from '../../../../../services/census/record/record.ts';
import { later, rowWith } from '../../rows.ts';

/** A change that happened: which command made it, of what, into what. */
export interface Transition {
  readonly command: string;
  /** The command brings a good answer, and may replace the one before. */
  readonly answers: boolean;
  readonly before: RecordRow;
  readonly after: RecordRow;
  /** What the batch that waited for the record counts. */
  readonly end: EndInBatch | null;
  readonly now: Date;
}

/** What a command sees: the record, the time, and all that happened to the record before. */
export interface World {
  readonly row: RecordRow;
  readonly now: Date;
  readonly past: readonly Transition[];
}

/** Something that may happen to a record at any moment, as data. */
export interface Command<Args> {
  name: string;
  args: fc.Arbitrary<Args>;
  /**
   * @returns the change, or null when it cannot happen to this record now
   * @throws RefusedTransition, which is as good as null
   */
  run(world: World, args: Args): Change | null;
  /** It brings a good answer, which may replace the one before. */
  answers?: true;
  /** How much more often than another it is tried; 1 unless told. */
  weight?: number;
}

/** A command with its arguments, some seconds after the one before. */
export interface Step {
  readonly command: string;
  readonly answers: boolean;
  readonly afterS: number;
  run(world: World): Change | null;
}

/** One command, ready to be drawn. */
export interface Steps {
  readonly name: string;
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<Step>;
}

/** A command's steps shrink towards its simplest arguments and no time before it. */
export const stepsOf = <Args>({ name, args, run, answers, weight = 1 }: Command<Args>): Steps => ({
  name,
  weight,
  arbitrary: fc.tuple(fc.nat(400), args).map(([afterS, given]) => ({
    command: name,
    answers: answers === true,
    afterS,
    run: (world: World) => run(world, given),
    // How a counterexample shows the step.
    [fc.toStringMethod]: () => `+${afterS} s ${name}(${fc.stringify(given)})`,
  })),
});

/** Lets the steps happen to a new record, and shows each change that came of them. @returns where it ended */
export const play = (steps: readonly Step[], see: (transition: Transition) => void = () => {}): World => {
  const past: Transition[] = [];
  let row = rowWith();
  let clockS = 0;
  for (const { command, answers, afterS, run } of steps) {
    clockS += afterS;
    const now = later(clockS);
    const change = unlessRefused(() => run({ row, now, past }));
    if (change === null) continue;
    const end = endInBatch(row, change);
    const after = { ...row, ...change, ...batchAfter(row, end) };
    const transition = { command, answers, before: row, after, end, now };
    see(transition);
    past.push(transition);
    row = transition.after;
  }
  return { row, now: later(clockS), past };
};

const unlessRefused = (run: () => Change | null): Change | null => {
  try {
    return run();
  } catch (error) {
    if (error instanceof RefusedTransition) return null;
    throw error;
  }
};

import type { Choices } from '../../../services/simulator/endings/choices.ts';
import type { AnsweredStatus, FailureStatus } from '../../../shared/contract/census.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';

/** What has become of somebody's lookup; the end of their cédula is what the simulator would answer as well. */
export type Fate = { suffix?: string } & (
  | { kind: 'answered'; status: AnsweredStatus }
  /** `retried`: asked again by itself in some hours. */
  | { kind: 'failed'; status: FailureStatus; error: FailureKind; retried: boolean }
  | { kind: 'waiting' }
  /** They did not allow it. */
  | { kind: 'unasked' }
);

const failed = (status: FailureStatus, error: FailureKind, suffix?: string): Fate => ({
  ...{ kind: 'failed', status, error, retried: suffix === undefined },
  ...(suffix === undefined ? {} : { suffix }),
});

/** Of 100 people, the first so many; who is left has a voting place. */
const shares: readonly [number, Fate][] = [
  [6, { kind: 'answered', status: 'NOT_FOUND', suffix: '03' }],
  [8, { kind: 'answered', status: 'CANCELLED_DECEASED', suffix: '01' }],
  [11, { kind: 'answered', status: 'CANCELLED_OTHER', suffix: '02' }],
  [13, failed('BLOCKED', 'blocked', '04')],
  [15, failed('TIMEOUT', 'timeout', '05')],
  [16, failed('ERROR', 'maintenance', '06')],
  [18, failed('TIMEOUT', 'timeout')],
  [20, { kind: 'unasked' }],
];

/** @param after how many of the team came after them: the newest wait */
export const fateOf = (choices: Choices, after: number, size: number): Fate => {
  if (after < 1 + size / 25 && after % 4 !== 3) return { kind: 'waiting' };
  const drawn = choices.between(1, 100);
  return shares.find(([upTo]) => drawn <= upTo)?.[1] ?? { kind: 'answered', status: 'ACTIVE' };
};

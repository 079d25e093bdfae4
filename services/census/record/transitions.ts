import { answeredStatuses, failureStatuses, type Status } from '../../../shared/contract/census.ts';

interface Transition {
  from: readonly Status[];
  /** `same` = the status stays. */
  to: readonly Status[] | 'same';
}

const answered: readonly Status[] = answeredStatuses;
const settled: readonly Status[] = [...answeredStatuses, ...failureStatuses];

/** Every allowed change of status. Anything else is refused, logged and counted. */
const transitions = {
  /** Somebody wants a (new) answer. */
  request: { from: settled, to: ['PENDING'] },
  /** Somebody wants what is being looked up already. */
  coalesce: { from: ['PENDING', 'PROCESSING'], to: 'same' },
  /** A batch is cancelled before this lookup of it has begun: the record is again what it was. */
  cancel: { from: ['PENDING', ...failureStatuses], to: ['PENDING', ...settled] },
  /** An old answer is due to be checked again; until that begins, it stands. */
  schedule: { from: answered, to: 'same' },
  /** The hours for such checks are over. */
  withdraw: { from: answered, to: 'same' },
  /** A scraper takes a due record: a new one, a failure whose retry is due, an answer to be checked again. */
  lease: { from: ['PENDING', ...settled], to: ['PROCESSING'] },
  /** The scraper that holds the lease reports; a failure that is nobody's fault leaves the record waiting. */
  outcome: { from: ['PROCESSING'], to: ['PENDING', ...settled] },
  /** It reports after its lease ran out, and nothing newer has happened. */
  lateOutcome: { from: ['PENDING', 'ERROR', ...answered], to: ['PENDING', ...settled] },
  /** The lease ran out: the scraper crashed or hangs. */
  expiry: { from: ['PROCESSING'], to: ['PENDING', 'ERROR', ...answered] },
  /** The scraper stops before it asked, or its lane leads nowhere. */
  giveBack: { from: ['PROCESSING'], to: ['PENDING', ...answered] },
  /** The failure turns out to have been an outage, which is nobody's fault: it waits again. */
  refund: { from: failureStatuses, to: ['PENDING', ...answered] },
  /** The same, of a lookup whose next attempt waits or runs already. */
  discount: { from: ['PENDING', 'PROCESSING', ...answered], to: 'same' },
  /** What was kept of a failure is read as an answer now, and nothing newer has happened. */
  reread: { from: ['PENDING', ...failureStatuses], to: answered },
} satisfies Record<string, Transition>;

/** What may change a record's status. */
export type Cause = keyof typeof transitions;
// Object.keys has forgotten which keys they are.
export const causes = Object.keys(transitions) as readonly Cause[];

/** True when the table has this change. */
export const isAllowed = (cause: Cause, from: Status, to: Status): boolean => {
  const row: Transition = transitions[cause];
  return row.from.includes(from) && (row.to === 'same' ? to === from : row.to.includes(to));
};

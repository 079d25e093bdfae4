import { answeredStatuses, failureStatuses, type Status } from '../../../shared/contract/census.ts';

/** What may change a record's status. */
export type Cause =
  | 'request'
  | 'coalesce'
  | 'cancel'
  | 'schedule'
  | 'withdraw'
  | 'lease'
  | 'outcome'
  | 'lateOutcome'
  | 'expiry'
  | 'giveBack'
  | 'refund'
  | 'discount';

/** Who may bring a cause about. */
type Party = 'person' | 'leader' | 'scraper' | 'clock';

interface Transition {
  by: readonly Party[];
  from: readonly Status[];
  /** `same` = the status stays. */
  to: readonly Status[] | 'same';
}

const answered: readonly Status[] = answeredStatuses;
const settled: readonly Status[] = [...answeredStatuses, ...failureStatuses];

/** Every allowed change of status. Anything else is refused, logged and counted. */
const transitions: Readonly<Record<Cause, Transition>> = {
  /** Somebody wants a (new) answer. */
  request: { by: ['person', 'leader'], from: settled, to: ['PENDING'] },
  /** Somebody wants what is being looked up already. */
  coalesce: { by: ['person', 'leader'], from: ['PENDING', 'PROCESSING'], to: 'same' },
  /** A leader takes back a refresh of many, of which this lookup has not begun: it is again what it was. */
  cancel: { by: ['leader'], from: ['PENDING', ...failureStatuses], to: ['PENDING', ...settled] },
  /** An old answer is due to be checked again; until that begins, it stands. */
  schedule: { by: ['clock'], from: answered, to: 'same' },
  /** The hours for such checks are over. */
  withdraw: { by: ['clock'], from: answered, to: 'same' },
  /** A scraper takes a due record: a new one, a failure whose retry is due, an answer to be checked again. */
  lease: { by: ['scraper'], from: ['PENDING', ...settled], to: ['PROCESSING'] },
  /** The scraper that holds the lease reports; a failure that is nobody's fault leaves the record waiting. */
  outcome: { by: ['scraper'], from: ['PROCESSING'], to: ['PENDING', ...settled] },
  /** It reports after its lease ran out, and nothing newer has happened. */
  lateOutcome: { by: ['scraper'], from: ['PENDING', 'ERROR', ...answered], to: ['PENDING', ...settled] },
  /** The lease ran out: the scraper crashed or hangs. */
  expiry: { by: ['clock'], from: ['PROCESSING'], to: ['PENDING', 'ERROR', ...answered] },
  /** The scraper stops before it asked, or its lane leads nowhere. */
  giveBack: { by: ['scraper'], from: ['PROCESSING'], to: ['PENDING', ...answered] },
  /** The failure turns out to have been an outage, which is nobody's fault: it waits again. */
  refund: { by: ['clock'], from: failureStatuses, to: ['PENDING', ...answered] },
  /** The same, of a lookup whose next attempt waits or runs already. */
  discount: { by: ['clock'], from: ['PENDING', 'PROCESSING', ...answered], to: 'same' },
};

/** True when the table has this change. */
export const isAllowed = (cause: Cause, from: Status, to: Status): boolean => {
  const row = transitions[cause];
  return row.from.includes(from) && (row.to === 'same' ? to === from : row.to.includes(to));
};

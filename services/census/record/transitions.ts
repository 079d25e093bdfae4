import type { Status } from '../../../shared/contract/census.ts';

/** What may change a record's status, and from which statuses each may do it. */
export type Cause = 'request' | 'lease' | 'outcome' | 'expiry' | 'giveBack';

const settled: readonly Status[] = [
  'ACTIVE',
  'NOT_FOUND',
  'CANCELLED_DECEASED',
  'CANCELLED_OTHER',
  'ERROR',
  'TIMEOUT',
  'BLOCKED',
];
/** Failures are leased again too, when their retry is due. */
const leasable: readonly Status[] = ['PENDING', 'ERROR', 'TIMEOUT', 'BLOCKED'];

const transitions: Record<Cause, { from: readonly Status[]; to: readonly Status[] }> = {
  /** A person, a leader or an operator wants a (new) answer. */
  request: { from: settled, to: ['PENDING'] },
  /** A scraper takes a due record. */
  lease: { from: leasable, to: ['PROCESSING'] },
  /** The scraper that holds the lease reports. */
  outcome: { from: ['PROCESSING'], to: settled },
  /** The lease ran out: the scraper crashed or hangs. */
  expiry: { from: ['PROCESSING'], to: ['PENDING', 'ERROR'] },
  /** The scraper stops before it asked. */
  giveBack: { from: ['PROCESSING'], to: ['PENDING'] },
};

/** True when the table has this change. */
export const isAllowed = (cause: Cause, from: Status, to: Status): boolean =>
  transitions[cause].from.includes(from) && transitions[cause].to.includes(to);

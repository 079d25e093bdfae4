import type { Status } from '../../../shared/contract/census.ts';
import { priority } from './priority.ts';
import type { RecordRow } from './record.ts';
import { type Cause, isAllowed } from './transitions.ts';

/** What changes of a record. */
export type Change = Partial<RecordRow> & { status: Status };

/** The table of transitions does not have this change. */
export class RefusedTransition extends Error {
  override readonly name = 'RefusedTransition';
  readonly trigger: Cause;
  readonly from: Status;
  readonly to: Status;

  constructor(cause: Cause, from: Status, to: Status) {
    super(`${cause} may not change ${from} to ${to}`);
    this.trigger = cause;
    this.from = from;
    this.to = to;
  }
}

/** What a record has that nobody looks up. */
export const noLease = { leaseId: null, leaseWorker: null, leaseExpiresAt: null };

/** What a record keeps of where its request came from, once nobody waits for it. */
export const noSubnet = { subnet: null, subnetTurn: 0, referrerTurn: 0 };

/** Has its lookup ended for good: with an answer, or with a failure that is not tried again? */
export const isOver = ({ status, dueAt }: Pick<RecordRow, 'status' | 'dueAt'>): boolean =>
  status !== 'PENDING' && status !== 'PROCESSING' && dueAt == null;

/** @throws RefusedTransition when the table does not have the change */
export const checked = (row: RecordRow, cause: Cause, change: Change): Change => {
  if (!isAllowed(cause, row.status, change.status))
    throw new RefusedTransition(cause, row.status, change.status);
  return change;
};

/** How a record waits for its next lookup: an old answer that is only checked again stands meanwhile. */
export const waiting = (row: RecordRow): Status =>
  row.priority === priority.scheduled ? (row.answerStatus ?? 'PENDING') : 'PENDING';

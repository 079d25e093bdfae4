import fc from 'fast-check';
import { cancelInBatch, requestInBatch } from '../../../../../services/census/record/batch-changes.ts';
import {
  complete,
  completeLate,
  expire,
  giveBack,
  lease,
} from '../../../../../services/census/record/changes.ts';
import { priority } from '../../../../../services/census/record/priority.ts';
import { discount, refund } from '../../../../../services/census/record/refunds.ts';
import {
  coalesce,
  hurry,
  request,
  schedule,
  withdraw,
} from '../../../../../services/census/record/requests.ts';
import { failure, failureKinds } from '../../../../../shared/contract/outcome.ts';
import { ACTIVE, cancelledBy, POLICY, TRACE, weighedAt } from '../../rows.ts';
import { type Steps, stepsOf, type World } from './play.ts';

const random = fc.double({ min: 0, max: 1, noNaN: true });

/** Who wants an answer, and how urgently. */
const wishes = fc.record({
  requestedBy: fc.constantFrom('the person', 'a leader'),
  priority: fc.constantFrom(priority.person, priority.single, priority.batch),
  turn: fc.nat(3),
  traceId: fc.constant(TRACE),
});

const LEADERS_WISH = { requestedBy: 'a leader', priority: priority.batch, traceId: TRACE };

const answers = fc.constantFrom(
  ACTIVE,
  { kind: 'not_found' } as const,
  cancelledBy('Cancelada por Muerte', true),
  cancelledBy('Baja por Trashumancia', false),
);

/** As the queue does: an answer comes late to the lease that ran out last, if nothing newer happened. */
const awaitsLate = ({ row, past }: World): boolean =>
  row.leaseId == null &&
  row.lastLeaseId != null &&
  past.some(({ command, before }) => command === 'expire' && before.leaseId === row.lastLeaseId);

/** Everything that may happen to a record. A new command is one more entry. */
export const commands: readonly Steps[] = [
  stepsOf({
    name: 'request',
    args: wishes,
    run: ({ row, now }, by) => request(row, by, now),
  }),
  stepsOf({
    name: 'requestInBatch',
    args: fc.nat(3),
    run: ({ row, now, past }, turn) =>
      // As the queue does: a record is in one batch at a time.
      row.batchId == null
        ? requestInBatch(row, { ...LEADERS_WISH, turn, batchId: `batch ${past.length}` }, now)
        : null,
    weight: 2,
  }),
  stepsOf({
    name: 'cancelInBatch',
    args: fc.constant(null),
    run: ({ row, now }) =>
      row.batchId != null && row.priority === priority.batch ? cancelInBatch(row, now) : null,
  }),
  stepsOf({ name: 'coalesce', args: wishes, run: ({ row, now }, by) => coalesce(row, by, now) }),
  stepsOf({ name: 'hurry', args: wishes, run: ({ row }, by) => hurry(row, by) }),
  stepsOf({
    name: 'schedule',
    args: fc.constant(null),
    run: ({ row, now }) => (row.dueAt == null ? schedule(row, TRACE, now) : null),
    weight: 2,
  }),
  stepsOf({
    name: 'withdraw',
    args: fc.constant(null),
    run: ({ row }) => (row.dueAt != null && row.priority === priority.scheduled ? withdraw(row) : null),
  }),
  stepsOf({
    name: 'lease',
    args: fc.record({ lastsS: fc.integer({ min: 1, max: 600 }) }),
    run: ({ row, now, past }, { lastsS }) =>
      // As the queue does: what is not due is not leased.
      row.dueAt === null || row.dueAt === undefined || row.dueAt > now
        ? null
        : lease(row, {
            leaseId: `lease ${past.length}`,
            leaseWorker: 'scraper-1',
            leasedAt: now,
            leaseExpiresAt: new Date(now.getTime() + lastsS * 1_000),
          }),
    // Most of the others need a lease.
    weight: 3,
  }),
  stepsOf({
    name: 'answer',
    args: answers,
    run: ({ row, now }, outcome) => complete(row, outcome, weighedAt(now)),
    answers: true,
  }),
  stepsOf({
    name: 'lateAnswer',
    args: answers,
    run: (world, outcome) =>
      awaitsLate(world) ? completeLate(world.row, outcome, weighedAt(world.now)) : null,
    answers: true,
    weight: 2,
  }),
  stepsOf({
    name: 'lateFailure',
    args: fc.constantFrom(...failureKinds),
    run: (world, kind) =>
      awaitsLate(world) ? completeLate(world.row, failure(kind, ''), weighedAt(world.now)) : null,
  }),
  stepsOf({
    name: 'failedProbe',
    args: fc.constantFrom(...failureKinds),
    run: ({ row, now }, kind) =>
      complete(row, failure(kind, ''), {
        ...weighedAt(now),
        excuse: { probeAgainAt: new Date(now.getTime() + 900_000) },
      }),
  }),
  stepsOf({
    name: 'failInOutage',
    args: fc.constantFrom(...failureKinds),
    run: ({ row, now }, kind) => complete(row, failure(kind, ''), { ...weighedAt(now), excuse: 'outage' }),
  }),
  stepsOf({
    name: 'lateFailureInOutage',
    args: fc.constantFrom(...failureKinds),
    run: (world, kind) =>
      awaitsLate(world)
        ? completeLate(world.row, failure(kind, ''), { ...weighedAt(world.now), excuse: 'outage' })
        : null,
  }),
  stepsOf({
    name: 'refund',
    args: fc.record({ attempts: fc.integer({ min: 1, max: 3 }), batchIsOver: fc.boolean() }),
    run: ({ row, now }, { attempts, batchIsOver }) =>
      refund(row, attempts, batchIsOver ? null : (row.leftBatch ?? null), now),
    weight: 2,
  }),
  stepsOf({
    name: 'discount',
    args: fc.integer({ min: 1, max: 3 }),
    run: ({ row }, attempts) => (row.leaseId == null && row.dueAt == null ? null : discount(row, attempts)),
  }),
  stepsOf({
    name: 'fail',
    args: fc.record({ kind: fc.constantFrom(...failureKinds), random }),
    run: ({ row, now }, args) => complete(row, failure(args.kind, ''), weighedAt(now, args.random)),
  }),
  stepsOf({ name: 'expire', args: fc.constant(null), run: ({ row, now }) => expire(row, POLICY, now) }),
  stepsOf({ name: 'giveBack', args: fc.constant(null), run: ({ row, now }) => giveBack(row, now) }),
];

/** Any order of commands, of up to 60 steps. */
export const sequences = fc.array(fc.oneof(...commands), { maxLength: 60, size: 'max' });

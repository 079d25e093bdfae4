import fc from 'fast-check';
import { priority } from '../../../../services/census/queue/priority.ts';
import { complete, expire, giveBack, lease, request } from '../../../../services/census/record/changes.ts';
import { failure, failureKinds } from '../../../../shared/contract/outcome.ts';
import { ACTIVE, cancelledBy, POLICY } from '../rows.ts';
import { type Steps, stepsOf } from './play.ts';

const random = fc.double({ min: 0, max: 1, noNaN: true });

/** Everything that may happen to a record. A new command is one more entry. */
export const commands: readonly Steps[] = [
  stepsOf({
    name: 'request',
    args: fc.record({
      requestedBy: fc.constantFrom('the person', 'a leader'),
      priority: fc.constantFrom(...Object.values(priority)),
    }),
    run: ({ row, now }, by) => request(row, by, now),
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
            leaseExpiresAt: new Date(now.getTime() + lastsS * 1_000),
          }),
    // Most of the others need a lease.
    weight: 3,
  }),
  stepsOf({
    name: 'answer',
    args: fc.constantFrom(
      ACTIVE,
      { kind: 'not_found' } as const,
      cancelledBy('Cancelada por Muerte', true),
      cancelledBy('Baja por Trashumancia', false),
    ),
    run: ({ row, now }, outcome) => complete(row, outcome, POLICY, now, 0),
    answers: true,
  }),
  stepsOf({
    name: 'fail',
    args: fc.record({ kind: fc.constantFrom(...failureKinds), random }),
    run: ({ row, now }, args) => complete(row, failure(args.kind, ''), POLICY, now, args.random),
  }),
  stepsOf({ name: 'expire', args: fc.constant(null), run: ({ row, now }) => expire(row, POLICY, now) }),
  stepsOf({ name: 'giveBack', args: fc.constant(null), run: ({ row, now }) => giveBack(row, now) }),
];

/** Any order of commands, of up to 60 steps. */
export const sequences = fc.array(fc.oneof(...commands), { maxLength: 60, size: 'max' });

import { expect } from 'chai';
import type { RecordRow } from '../../../services/census/persistence/entities.ts';
import { priority } from '../../../services/census/queue/priority.ts';
import {
  type Change,
  complete,
  expire,
  giveBack,
  lease,
  RefusedTransition,
  request,
} from '../../../services/census/record/changes.ts';
import { failure, failureKinds, type Outcome } from '../../../shared/contract/outcome.ts';
import { seeded } from '../random.ts';
import { ACTIVE, cancelledBy, later, POLICY, rowWith } from './rows.ts';

const SEEDS = 20;
const STEPS = 500;

const ANSWERS: Outcome[] = [ACTIVE, { kind: 'not_found' }, cancelledBy('Cancelada por Muerte', true)];

/** Holds for every record at every moment. */
const check = (row: RecordRow, told: string): void => {
  expect(row.attempt, `${told}: attempts`).to.be.within(0, POLICY.maxAttempts);
  const leased = row.status === 'PROCESSING';
  for (const field of ['leaseId', 'leaseWorker', 'leaseExpiresAt'] as const)
    expect(row[field] !== null, `${told}: ${field}`).to.equal(leased);
  if (row.status === 'PENDING') expect(row.dueAt, `${told}: due`).to.be.instanceOf(Date);
  if (leased) expect(row.dueAt, `${told}: not due while it runs`).to.equal(null);
  // Nothing that waits for a person may be due by itself, and a failure says which.
  if (['ACTIVE', 'NOT_FOUND', 'CANCELLED_DECEASED', 'CANCELLED_OTHER'].includes(row.status)) {
    expect(row.dueAt, `${told}: answered`).to.equal(null);
    expect(row.answer, told).not.to.equal(null);
    expect(row.errorCode, told).to.equal(null);
  }
  if (['ERROR', 'TIMEOUT', 'BLOCKED'].includes(row.status)) expect(row.errorCode, told).not.to.equal(null);
};

describe('Any order of requests, leases, crashes and answers', () => {
  /** One record under random events; as the queue does, a record is leased only when it is due. */
  const live = (seed: number, step: (row: RecordRow, change: Change, event: string) => void): RecordRow => {
    const random = seeded(seed);
    let row = rowWith();
    let clock = 0;
    const events: Record<string, () => Change | null> = {
      request: () => request(row, { requestedBy: row.userId, priority: priority.single }, later(clock)),
      lease: () =>
        row.dueAt === null || row.dueAt === undefined || row.dueAt > later(clock)
          ? null
          : lease(row, { leaseId: `lease ${clock}`, leaseWorker: 'w', leaseExpiresAt: later(clock + 180) }),
      answer: () => complete(row, random.pick(ANSWERS), POLICY, later(clock), random.next()),
      fail: () => complete(row, failure(random.pick(failureKinds), ''), POLICY, later(clock), random.next()),
      expire: () => expire(row, POLICY, later(clock)),
      giveBack: () => giveBack(row, later(clock)),
    };
    for (let count = 0; count < STEPS; count += 1) {
      clock += random.below(400);
      const event = random.pick(Object.keys(events));
      try {
        const change = events[event]?.() ?? null;
        if (change === null) continue;
        step(row, change, `seed ${seed}, step ${count}, ${event}`);
        row = { ...row, ...change };
      } catch (error) {
        if (!(error instanceof RefusedTransition)) throw error;
      }
    }
    return row;
  };

  const all = (step: (row: RecordRow, change: Change, event: string) => void): void => {
    for (let seed = 0; seed < SEEDS; seed += 1) live(seed, step);
  };

  it('leaves every record waiting with a time, running with a lease, or at rest', () => {
    let changes = 0;
    all((row, change, event) => {
      changes += 1;
      check({ ...row, ...change }, event);
    });
    expect(changes, 'enough happened').to.be.greaterThan(2_000);
  });

  it('never takes a good answer away: only a newer one replaces it', () => {
    all((row, change, event) => {
      if (event.endsWith('answer')) return;
      const next = { ...row, ...change };
      expect([next.answer, next.answeredAt], event).to.deep.equal([row.answer, row.answeredAt]);
    });
  });

  it('reaches every status', () => {
    const reached = new Set<string>();
    all((_row, { status }) => reached.add(status));
    expect([...reached]).to.have.members([
      'PENDING',
      'PROCESSING',
      'ACTIVE',
      'NOT_FOUND',
      'CANCELLED_DECEASED',
      'ERROR',
      'TIMEOUT',
      'BLOCKED',
    ]);
  });

  it('brings every record to rest when each scraper that takes it crashes', () => {
    for (let seed = 0; seed < SEEDS; seed += 1) {
      let row = live(seed, () => {});
      if (row.status === 'PROCESSING') row = { ...row, ...expire(row, POLICY, later(0)) };
      let leases = 0;
      while (row.dueAt !== null) {
        row = { ...row, ...lease(row, { leaseId: 'l', leaseWorker: 'w', leaseExpiresAt: later(1) }) };
        row = { ...row, ...expire(row, POLICY, later(2)) };
        leases += 1;
        expect(leases, `seed ${seed}`).to.be.at.most(POLICY.maxAttempts);
      }
      if (leases > 0) expect(row, `seed ${seed}`).to.include({ status: 'ERROR', errorCode: 'crash' });
    }
  });

  it('ends in an error after three crashes of a new record', () => {
    let row = rowWith();
    const seen: string[] = [];
    for (let crash = 0; crash < 3; crash += 1) {
      row = { ...row, ...lease(row, { leaseId: 'l', leaseWorker: 'w', leaseExpiresAt: later(180) }) };
      row = { ...row, ...expire(row, POLICY, later(180)) };
      seen.push(row.status);
    }
    expect(seen).to.deep.equal(['PENDING', 'PENDING', 'ERROR']);
    expect(row).to.include({ errorCode: 'crash', dueAt: null });
  });
});

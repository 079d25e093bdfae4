import type { EntityManager } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import type { Effect } from '../../../services/census/effects.ts';
import { startHousekeeping } from '../../../services/census/housekeeping.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { POLICY } from './rows.ts';

describe('Housekeeping', () => {
  let clock: FakeClock;
  let stop: () => Promise<void>;
  /** What each transaction that has begun waits for: how many rows it has changed. */
  let transactions: PromiseWithResolvers<number>[];
  let failures: string[];
  let warnings: string[];
  let expired: number;
  let followed: Effect[];
  let isExpired: boolean;

  /** Which transaction is which: the sweep looks before it begins one. */
  const [PLAN, SWEEP] = [0, 1];
  /** Only what housekeeping asks of it: a lease has run out at every look, unless told; nothing is owed, nothing is old. */
  const em = {
    transactional() {
      const transaction = Promise.withResolvers<number>();
      transactions.push(transaction);
      return transaction.promise;
    },
    execute: async (sql: string) => (isExpired && sql.includes('lease_expires_at') ? [{}] : []),
  } as unknown as EntityManager;

  beforeEach(async () => {
    clock = createFakeClock();
    transactions = [];
    failures = [];
    warnings = [];
    followed = [];
    expired = 0;
    isExpired = true;
    stop = startHousekeeping({
      fork: () => em,
      terms: {
        ...{ policy: POLICY, evidenceDays: 30, historyDays: 0 },
        revalidation: { days: 30, hours: { from: 0, to: 24 }, final: false },
      },
      // The two that it counts by.
      metrics: {
        leaseExpiries: { inc: (count = 1) => (expired += count) },
        evidencePurgeFailures: { inc: () => expect.fail('nothing was removed') },
      } as never,
      log: {
        info: () => {},
        warn: (message) => warnings.push(message),
        error: (message) => failures.push(message),
      },
      after: (effects) => followed.push(...effects),
      clock,
    });
    await clock.pass(0);
  });
  const finish = (changed = 0): void => {
    for (const transaction of transactions) transaction.resolve(changed);
  };
  afterEach(async () => {
    const stopped = stop();
    finish();
    await stopped;
  });

  it('sweeps at once and every two seconds, and plans every thirty', async () => {
    expect(transactions, 'a sweep and a plan').to.have.lengthOf(2);
    finish();
    await clock.pass(2_000);
    expect(transactions, 'another sweep').to.have.lengthOf(3);
    for (let second = 2; second < 30; second += 2) {
      finish();
      await clock.pass(2_000);
    }
    expect(transactions, '16 sweeps and 2 plans').to.have.lengthOf(18);
  });

  it('feeds the batches, publishes and wakes the scrapers when leases ran out, and counts them', async () => {
    transactions[SWEEP]?.resolve(3);
    await clock.pass(0);
    expect(followed).to.have.members(['feed', 'publish', 'wake']);
    expect(expired).to.equal(3);
    expect(warnings).to.deep.equal(['3 leases ran out: their scrapers crashed or hang']);
  });

  it('begins nothing when a look finds no lease that ran out', async () => {
    isExpired = false;
    finish();
    await clock.pass(20_000);
    expect(transactions, 'the first two').to.have.lengthOf(2);
  });

  it('goes on after a failure, which is told', async () => {
    transactions[SWEEP]?.reject(new Error('no database'));
    await clock.pass(2_000);
    expect(failures).to.deep.equal(['sweep of expired leases failed']);
    expect(transactions).to.have.lengthOf(3);
  });

  it('ends after the work in hand, and begins no other', async () => {
    let hasStopped = false;
    const stopped = stop().then(() => {
      hasStopped = true;
    });
    transactions[SWEEP]?.resolve(0);
    await clock.pass(10_000);
    expect(hasStopped, 'it still plans').to.equal(false);

    transactions[PLAN]?.resolve(0);
    await stopped;
    await clock.pass(60_000);
    expect(transactions).to.have.lengthOf(2);
  });
});

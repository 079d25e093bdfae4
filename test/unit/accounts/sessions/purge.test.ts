import { expect } from 'chai';
import { startPurge } from '../../../../services/accounts/sessions/purge.ts';
import type { Loop } from '../../../../shared/time/loop.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const HOUR_MS = 3_600_000;
const KINDS = 6;

describe('The purge of sessions and failed logins', () => {
  let clock: FakeClock;
  let loop: Loop;
  let purges: number;
  let isAway: boolean;
  let told: string[];

  beforeEach(() => {
    clock = createFakeClock();
    purges = 0;
    isAway = false;
    told = [];
    const nativeDelete = async (): Promise<number> => {
      if (isAway) throw new Error('the database is away');
      purges += 1;
      return 0;
    };
    loop = startPurge({
      clock,
      fork: () => ({ nativeDelete, execute: async () => [] as never }),
      log: { error: (message, error) => told.push(`${message}: ${error}`) },
    });
  });
  afterEach(() => loop.stop());

  it('is done at the start and every hour, of all: sessions, devices, guesses, those of strangers, logins and challenges', async () => {
    await clock.pass(0);
    expect(purges).to.equal(KINDS);
    await clock.pass(HOUR_MS - 1);
    expect(purges).to.equal(KINDS);
    await clock.pass(1);
    expect(purges).to.equal(2 * KINDS);
  });

  it('that fails is said, and tried again in its time', async () => {
    isAway = true;
    await clock.pass(0);
    expect(told).to.deep.equal(['purge of sessions and failed logins failed: Error: the database is away']);
    isAway = false;
    await clock.pass(HOUR_MS);
    expect([purges, told.length]).to.deep.equal([KINDS, 1]);
  });

  it('ends with the service', async () => {
    await clock.pass(0);
    await loop.stop();
    await clock.pass(2 * HOUR_MS);
    expect(purges).to.equal(KINDS);
    expect(clock.waiting()).to.equal(0);
  });
});

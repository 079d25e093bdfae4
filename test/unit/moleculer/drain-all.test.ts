import { expect } from 'chai';
import { type Drain, drainAll } from '../../../shared/moleculer/drain-all.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

describe('The drains of a process that stops', () => {
  let clock: FakeClock;
  let told: number[];
  beforeEach(() => {
    clock = createFakeClock();
    told = [];
  });
  const taking =
    (ms: number): Drain =>
    async (patienceMs) => {
      told.push(patienceMs);
      await clock.pass(Math.min(ms, patienceMs));
    };
  const drain = (...drains: Drain[]) => drainAll(drains, 12_000, clock);

  it('share the time evenly when each needs all of it', async () => {
    await drain(taking(99_000), taking(99_000), taking(99_000));
    expect(told).to.deep.equal([4_000, 4_000, 4_000]);
  });

  it('leave to those after them what they do not need', async () => {
    await drain(taking(0), taking(1_000), taking(99_000));
    expect(told).to.deep.equal([4_000, 6_000, 11_000]);
  });

  it('have no time left when one took more than its own', async () => {
    const stubborn: Drain = async (patienceMs) => {
      told.push(patienceMs);
      await clock.pass(20_000);
    };
    await drain(stubborn, taking(1));
    expect(told).to.deep.equal([6_000, 0]);
  });
});

import { expect } from 'chai';
import { createLosses, type Losses } from '../../../shared/catch-up/losses.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

describe('What was found by looking', () => {
  let clock: FakeClock;
  let ready: boolean;
  let counted: number;
  let losses: Losses<'record'>;

  beforeEach(() => {
    [clock, ready, counted] = [createFakeClock(), true, 0];
    const count = () => {
      counted += 1;
    };
    losses = createLosses({ isReady: () => ready }, count, clock);
  });

  /** Until so many seconds after the start. */
  const until = (seconds: number) => clock.pass(seconds * 1_000 - clock.elapsed());
  /** @returns whether something that changed so many seconds ago counts as lost now */
  const isLost = (ageS: number, hurried = false): boolean => {
    counted = 0;
    losses.begin(hurried);
    const changedAt = new Date(clock.now() - ageS * 1_000).toISOString();
    losses.note('record', { userId: 'x', changedAt });
    return counted === 1;
  };

  it('was lost when its event should have come by now', async () => {
    await until(60);
    expect([isLost(5), isLost(10), isLost(11)]).to.deep.equal([false, false, true]);
  });

  it('was only late right after the start, when events that have waited still come', async () => {
    await until(59);
    expect(isLost(3_600)).to.equal(false);
    await until(60);
    expect(isLost(3_600)).to.equal(true);
  });

  it('was only late while the bus is away, and for a minute after', async () => {
    await until(300);
    ready = false;
    expect(isLost(60)).to.equal(false);
    ready = true;
    await until(359);
    expect(isLost(60)).to.equal(false);
    await until(360);
    expect(isLost(60)).to.equal(true);
  });

  it('was lost in any case when the bus has said so', async () => {
    expect(isLost(60, true)).to.equal(true);
    expect(isLost(5, true)).to.equal(false);
  });
});

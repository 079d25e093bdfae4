import { expect } from 'chai';
import { createLosses, type Losses } from '../../../shared/catch-up/losses.ts';

const START = Date.parse('2026-11-02T12:00:00Z');

describe('What was found by looking', () => {
  let seconds: number;
  let ready: boolean;
  let counted: number;
  let losses: Losses<'record'>;

  beforeEach(() => {
    [seconds, ready, counted] = [0, true, 0];
    const now = () => new Date(START + seconds * 1_000);
    losses = createLosses({ isReady: () => ready }, now, () => {
      counted += 1;
    });
  });

  /** @returns whether something that changed so many seconds ago counts as lost now */
  const isLost = (ageS: number, hurried = false): boolean => {
    counted = 0;
    losses.begin(hurried);
    const changedAt = new Date(START + (seconds - ageS) * 1_000).toISOString();
    losses.note('record', { userId: 'x', changedAt });
    return counted === 1;
  };

  it('was lost when its event should have come by now', () => {
    seconds = 60;
    expect([isLost(5), isLost(10), isLost(11)]).to.deep.equal([false, false, true]);
  });

  it('was only late right after the start, when events that have waited still come', () => {
    seconds = 59;
    expect(isLost(3_600)).to.equal(false);
    seconds = 60;
    expect(isLost(3_600)).to.equal(true);
  });

  it('was only late while the bus is away, and for a minute after', () => {
    seconds = 300;
    ready = false;
    expect(isLost(60)).to.equal(false);
    ready = true;
    seconds = 359;
    expect(isLost(60)).to.equal(false);
    seconds = 360;
    expect(isLost(60)).to.equal(true);
  });

  it('was lost in any case when the bus has said so', () => {
    expect(isLost(60, true)).to.equal(true);
    expect(isLost(5, true)).to.equal(false);
  });
});

import { expect } from 'chai';
import { isWithin, nextWithin } from '../../../../services/census/hold/hours.ts';

/** A moment by the clocks of Bogotá, on the night of the first to the second of March. */
const clock = (day: number, time: string): Date => new Date(`2026-03-0${day}T${time}:00-05:00`);

describe('Hours of the day in Colombia', () => {
  it('are from the first to before the second', () => {
    const hours = { from: 8, to: 12 };
    const within = ['07:59', '08:00', '11:59', '12:00'].map((time) => isWithin(hours, clock(1, time)));
    expect(within).to.deep.equal([false, true, true, false]);
  });

  it('may span midnight', () => {
    const hours = { from: 22, to: 5 };
    const within = ['21:59', '22:00', '00:00', '04:59', '05:00'].map((time) =>
      isWithin(hours, clock(1, time)),
    );
    expect(within).to.deep.equal([false, true, true, true, false]);
  });

  it('may end with the day', () => {
    expect(isWithin({ from: 22, to: 24 }, clock(1, '23:59'))).to.equal(true);
    expect(isWithin({ from: 22, to: 24 }, clock(1, '00:00'))).to.equal(false);
  });

  it('move a moment outside them to when they begin next, and leave one inside alone', () => {
    const hours = { from: 22, to: 5 };
    expect(nextWithin(hours, clock(1, '12:34'))).to.deep.equal(clock(1, '22:00'));
    expect(nextWithin(hours, clock(1, '05:00'))).to.deep.equal(clock(1, '22:00'));
    expect(nextWithin(hours, clock(1, '23:15'))).to.deep.equal(clock(1, '23:15'));
    expect(nextWithin({ from: 3, to: 5 }, clock(1, '23:15'))).to.deep.equal(clock(2, '03:00'));
  });
});

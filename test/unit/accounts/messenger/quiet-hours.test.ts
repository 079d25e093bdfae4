import { expect } from 'chai';
import { afterQuiet } from '../../../../services/accounts/messenger/quiet-hours.ts';

/** A moment of a clock in Colombia. */
const at = (text: string): Date => new Date(`2026-11-${text}-05:00`);
const night = { from: 20, to: 8 };

describe('What can wait', () => {
  const moments: [string, string][] = [
    ['26T19:59:59.999', '26T19:59:59.999'],
    ['26T20:00:00', '27T08:00:00'],
    ['26T23:59:59.999', '27T08:00:00'],
    ['27T00:00:00', '27T08:00:00'],
    ['27T07:59:59.999', '27T08:00:00'],
    ['27T08:00:00', '27T08:00:00'],
  ];
  for (const [now, then] of moments) {
    it(`at ${now} is sent at ${then}`, () => {
      expect(afterQuiet(night, at(now))).to.deep.equal(at(then));
    });
  }

  it('is sent at once where no hours are quiet', () => {
    expect(afterQuiet(null, at('26T23:00:00'))).to.deep.equal(at('26T23:00:00'));
    expect(afterQuiet({ from: 8, to: 8 }, at('26T08:00:00'))).to.deep.equal(at('26T08:00:00'));
  });

  it('knows hours within one day', () => {
    expect(afterQuiet({ from: 12, to: 14 }, at('26T12:30:00'))).to.deep.equal(at('26T14:00:00'));
    expect(afterQuiet({ from: 12, to: 14 }, at('26T23:30:00'))).to.deep.equal(at('26T23:30:00'));
  });
});

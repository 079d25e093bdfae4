import { expect } from 'chai';
import { expectedAt, type Forecast, measure } from '../../../../services/census/read/forecast.ts';
import { later, NOW } from '../rows.ts';

/** Departures `gapS` apart, newest first, each answered after `lookupS`. */
const departures = (gapS: number, lookupS: number, count = 10) =>
  Array.from({ length: count }, (_, index) => ({
    startedAt: later(-index * gapS),
    finishedAt: later(-index * gapS + lookupS),
  }));

const forecast = (change: Partial<Forecast> = {}): Forecast => ({
  intervalMs: 5_060,
  lookupMs: 2_000,
  lastDepartureAt: null,
  hold: null,
  ...change,
});

describe('What is measured of the latest lookups', () => {
  it('is the spacing and a usual lookup when there was none yet', () => {
    expect(measure([], 5_000, 3)).to.deep.equal({ intervalMs: 5_060, lookupMs: 2_000 });
  });

  it('is what a busy system really takes', () => {
    expect(measure(departures(5.2, 3), 5_000, 3)).to.deep.equal({ intervalMs: 5_200, lookupMs: 3_000 });
  });

  it('does not count the times when nobody waited', () => {
    expect(measure(departures(600, 3), 5_000, 3)).to.deep.equal({ intervalMs: 5_060, lookupMs: 3_000 });
  });

  it('is bound by the lookups themselves when they take longer than the spacing', () => {
    expect(measure(departures(600, 30), 5_000, 3).intervalMs).to.equal(10_000);
    expect(measure(departures(600, 30), 5_000, 0).intervalMs, 'no scraper yet').to.equal(30_000);
  });

  it('leaves out lookups that have not ended', () => {
    const running = { startedAt: NOW, finishedAt: null };
    expect(measure([running, ...departures(5.2, 3).slice(1)], 5_000, 3).lookupMs).to.equal(3_000);
  });
});

describe('When an answer is expected', () => {
  it('is one interval for each before, and the lookup', () => {
    expect(expectedAt(1, forecast(), NOW)).to.deep.equal(later(2));
    expect(expectedAt(10, forecast(), NOW)).to.deep.equal(later(9 * 5.06 + 2));
  });

  it('counts from the last departure', () => {
    expect(expectedAt(1, forecast({ lastDepartureAt: later(-1) }), NOW)).to.deep.equal(later(4.06 + 2));
  });

  it('begins when lookups go on', () => {
    const hold = { reason: 'blocked', until: later(900) } as const;
    expect(expectedAt(2, forecast({ hold }), NOW)).to.deep.equal(later(900 + 5.06 + 2));
  });

  it('is not told while nobody knows when they go on', () => {
    expect(expectedAt(1, forecast({ hold: { reason: 'paused', until: null } }), NOW)).to.equal(null);
  });
});

import { expect } from 'chai';
import { createScraperMetrics, type ScraperMetrics } from '../../../../services/scraper/metrics.ts';
import { createDepartures } from '../../../../services/scraper/pace/departures.ts';
import { measuredPace } from '../../../../services/scraper/pace/measured-pace.ts';
import { createPace } from '../../../../services/scraper/pace/pace.ts';
import { createMetrics } from '../../../../shared/metrics/metrics.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { Windows } from './windows.ts';

const SPACING_MS = 5_000;
const never = new AbortController().signal;

describe('The departures that a process knows', () => {
  let violations: number;
  const departures = () =>
    createDepartures(SPACING_MS, () => {
      violations += 1;
    });
  beforeEach(() => {
    violations = 0;
  });

  it('are well at the spacing, and too close just below it', () => {
    const known = departures();
    known.note(0);
    known.note(5_000);
    expect(violations).to.equal(0);
    known.note(9_999);
    expect(violations).to.equal(1);
  });

  it('are compared by when they really left, and each two count once', () => {
    const known = departures();
    const first = known.note(0);
    known.note(5_000);
    first.correct(800);
    first.correct(900);
    expect(violations).to.equal(1);
  });

  it('are forgiven nothing by a spacing of another kind, and never without a spacing', () => {
    const unpaced = createDepartures(0, () => {
      violations += 1;
    });
    unpaced.note(7);
    unpaced.note(7);
    expect(violations).to.equal(0);
  });
});

describe('The measured pace', () => {
  let clock: FakeClock;
  let metrics: ScraperMetrics;
  beforeEach(() => {
    clock = createFakeClock();
    metrics = createScraperMetrics(createMetrics());
  });

  const lookUp = async (pace: ReturnType<typeof createPace>, times: number): Promise<void> => {
    for (let count = 0; count < times; count += 1) {
      const turn = await pace.turn('page', never);
      await turn.leave(async () => {});
      await turn.reallyLeft(0);
    }
  };
  const value = async (metric: keyof ScraperMetrics & `pace${string}`, kind = 'page', name?: string) =>
    (await metrics[metric].get()).values.find(
      (one) =>
        one.labels.kind === kind && (name === undefined || ('metricName' in one && one.metricName === name)),
    )?.value;

  it('counts turns and times the wait for them, and finds no violation in the real pace', async () => {
    const store = new Windows(clock, SPACING_MS);
    const pace = createPace({ store, spacingMs: SPACING_MS, notBefore: () => 0, clock });
    await clock.run(lookUp(measuredPace(pace, { metrics, spacingMs: SPACING_MS, clock }), 5));

    expect(await value('paceGrants')).to.equal(5);
    expect(await value('paceWait', 'page', 'censo_pace_wait_seconds_count')).to.equal(5);
    expect(await value('paceWait', 'page', 'censo_pace_wait_seconds_sum')).to.be.within(20, 21);
    expect(await value('paceViolations')).to.equal(0);
  });

  it('finds the violation of a pace that gives turns too early', async () => {
    const hasty = createPace({ store: undefined, spacingMs: 0, notBefore: () => 0 });
    await clock.run(lookUp(measuredPace(hasty, { metrics, spacingMs: SPACING_MS, clock }), 2));
    expect(await value('paceViolations')).to.equal(1);
    expect(await value('paceViolations', 'query')).to.equal(0);
  });
});

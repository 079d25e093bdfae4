import { expect } from 'chai';
import { timedFanOut } from '../../../services/gateway/streams/fan-out-lag.ts';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { createMetrics } from '../../../shared/metrics/metrics.ts';

describe('The way of a change to the streams', () => {
  const event: DurableEvents['census.updated'] = {
    userId: 'u1',
    referrerId: null,
    status: 'ACTIVE',
    version: 3,
    changedAt: '2026-03-02T13:00:00.000Z',
  };
  let metrics: ReturnType<typeof createMetrics>;
  let now: number;
  beforeEach(() => {
    metrics = createMetrics();
    now = Date.parse('2026-03-02T13:00:00.500Z');
  });

  const measured = async () => {
    const text = await metrics.registry.getSingleMetricAsString('censo_stream_fanout_lag_seconds');
    const figure = (name: string) => Number(new RegExp(`seconds_${name} (\\S+)`).exec(text)?.[1]);
    return { sum: figure('sum'), count: figure('count') };
  };

  it('is timed from the commit until the last stream has it', async () => {
    const fanOut = timedFanOut(
      async () => {
        now += 1_500;
      },
      metrics,
      () => now,
    );
    await fanOut(event);
    expect(await measured()).to.deep.equal({ sum: 2, count: 1 });
  });

  it('is not negative when the clocks of two machines differ', async () => {
    now -= 3_000;
    await timedFanOut(
      async () => {},
      metrics,
      () => now,
    )(event);
    expect(await measured()).to.deep.equal({ sum: 0, count: 1 });
  });

  it('is not timed for events that do not say when they happened, which are sent all the same', async () => {
    const { changedAt: _, ...old } = event;
    let sent = 0;
    await timedFanOut(async () => {
      sent += 1;
    }, metrics)(old);
    expect([sent, await measured()]).to.deep.equal([1, { sum: 0, count: 0 }]);
  });
});

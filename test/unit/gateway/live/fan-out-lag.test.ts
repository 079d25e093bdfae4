import { expect } from 'chai';
import type { Registry } from 'prom-client';
import { fanOutTimer } from '../../../../services/gateway/live/fan-out-lag.ts';
import { createGatewayMetrics, type GatewayMetrics } from '../../../../services/gateway/metrics.ts';
import { createMetrics } from '../../../../shared/metrics/metrics.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

describe('The way of a change to the streams', () => {
  const changedAt = '2026-03-02T13:00:00.000Z';
  let registry: Registry;
  let metrics: GatewayMetrics;
  const now = Date.parse('2026-03-02T13:00:00.500Z');
  beforeEach(() => {
    const shared = createMetrics();
    registry = shared.registry;
    metrics = createGatewayMetrics(shared);
  });

  const measured = async () => {
    const text = await registry.getSingleMetricAsString('censo_stream_fanout_lag_seconds');
    const figure = (name: string) => Number(new RegExp(`seconds_${name} (\\S+)`).exec(text)?.[1]);
    return { sum: figure('sum'), count: figure('count') };
  };

  it('is timed from the commit until it is written', async () => {
    fanOutTimer(metrics, createFakeClock(now + 1_500))({ changedAt });
    expect(await measured()).to.deep.equal({ sum: 2, count: 1 });
  });

  it('is not negative when the clocks of two machines differ', async () => {
    fanOutTimer(metrics, createFakeClock(now - 3_000))({ changedAt });
    expect(await measured()).to.deep.equal({ sum: 0, count: 1 });
  });

  it('is not timed for events that do not say when they happened', async () => {
    fanOutTimer(metrics)({});
    expect(await measured()).to.deep.equal({ sum: 0, count: 0 });
  });
});

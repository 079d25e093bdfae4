import { expect } from 'chai';
import { createGatewayMetrics } from '../../../services/gateway/metrics.ts';
import { createMetrics } from '../../../shared/metrics/metrics.ts';
import { linesOf } from '../../support/metrics.ts';
import { readRecords } from '../../support/monitoring.ts';

describe('The metrics of the gateway', () => {
  it('have failures of what people are promised at 0 before the first, which would be seen by nobody else', async () => {
    const metrics = createMetrics();
    createGatewayMetrics(metrics);
    const lines = await linesOf(metrics.registry, 'censo_http_request_duration_seconds_count');
    const promised = readRecords().flatMap(({ expr }) =>
      [...expr.matchAll(/route=~"([^"]+)",status=~"5/g)].flatMap(([, routes = '']) => routes.split('|')),
    );
    expect(new Set(promised).size).to.equal(4);
    for (const route of promised)
      for (const status of ['500', '503'])
        expect(
          lines.some((line) => line.includes(`route="${route}",status="${status}"} 0`)),
          `${route} ${status}`,
        ).to.equal(true);
  });
});

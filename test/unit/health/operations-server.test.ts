import type { Server } from 'node:http';
import { expect } from 'chai';
import type { LivenessReport } from '../../../shared/health/liveness.ts';
import { startOperationsServer } from '../../../shared/health/operations-server.ts';
import { createReadiness, type Readiness } from '../../../shared/health/readiness.ts';
import { createMetrics } from '../../../shared/metrics/metrics.ts';

describe('The operations port', () => {
  let server: Server;
  let readiness: Readiness;
  let alive: LivenessReport['status'];
  let errors: string[];
  const metrics = createMetrics();

  beforeEach(async () => {
    errors = [];
    alive = 'ok';
    readiness = createReadiness();
    readiness.add('census.database', async () => true);
    const liveness = {
      report: (): LivenessReport => ({
        status: alive,
        parts: { eventLoop: { status: alive, blockedRatio: 0 } },
      }),
    };
    const log = { error: (line: string) => void errors.push(line) };
    const { registry } = metrics;
    server = await startOperationsServer({ registry, readiness, liveness, log, host: '127.0.0.1', port: 0 });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const get = (path: string) =>
    fetch(`http://127.0.0.1:${(server.address() as { port: number }).port}${path}`);

  it('answers /readyz with 200 when ready and 503 before and during the drain', async () => {
    expect((await get('/readyz')).status).to.equal(503);
    readiness.started();
    const ready = await get('/readyz');
    expect([ready.status, await ready.json()]).to.deep.equal([
      200,
      { status: 'ready', parts: { 'census.database': 'ok' } },
    ]);
    readiness.drain();
    const draining = await get('/readyz');
    expect([draining.status, await draining.json()]).to.deep.equal([503, { status: 'draining', parts: {} }]);
  });

  it('answers /healthz with 200 during the drain too, and with 503 when the loop is blocked', async () => {
    readiness.drain();
    expect((await get('/healthz')).status).to.equal(200);
    alive = 'blocked';
    const blocked = await get('/healthz');
    expect([blocked.status, ((await blocked.json()) as LivenessReport).status]).to.deep.equal([
      503,
      'blocked',
    ]);
  });

  it('answers /metrics in the format of Prometheus, and nothing else', async () => {
    const answer = await get('/metrics');
    expect(answer.headers.get('content-type')).to.contain('text/plain');
    expect(await answer.text()).to.contain('censo_build_info{');
    expect((await get('/constructor')).status).to.equal(404);
    expect(errors).to.deep.equal([]);
  });
});

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { openGateway } from '../../../services/gateway/open.ts';
import { loadConfig } from '../../../shared/config/load.ts';
import { createInProcessBus } from '../../../shared/durable/in-process-bus.ts';
import { createReadiness } from '../../../shared/health/readiness.ts';
import { createMetrics } from '../../../shared/metrics/metrics.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import type { Runtime } from '../../../shared/moleculer/runtime.ts';
import { failureOf } from '../../support/failures.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const log = { info: () => {}, warn: (message: string) => expect.fail(message), error: () => {} };
const call = (async () => ({ items: [], more: false })) as unknown as Call;
/** What opening the gateway reads of a process. */
const runtimeAt = (port: number): Runtime =>
  ({
    config: { ...loadConfig({}), host: '127.0.0.1', port },
    bus: createInProcessBus(),
    metrics: createMetrics(),
    readiness: createReadiness(),
  }) as unknown as Runtime;

describe('A gateway', () => {
  let other: Server;
  before(async () => {
    other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
  });
  after(() => void other.close());

  it('leaves nothing going on when its port is taken', async () => {
    const clock = createFakeClock();
    const { port } = other.address() as AddressInfo;
    expect(await failureOf(openGateway(runtimeAt(port), { call, log, clock }))).to.include({
      code: 'EADDRINUSE',
    });
    expect(clock.waiting()).to.equal(0);
  });

  it('leaves nothing going on when it is closed, also twice', async () => {
    const clock = createFakeClock();
    const gateway = await openGateway(runtimeAt(0), { call, log, clock });
    expect(clock.waiting()).to.be.above(0);
    await gateway.close(1_000);
    await gateway.close(0);
    expect(clock.waiting()).to.equal(0);
  });
});

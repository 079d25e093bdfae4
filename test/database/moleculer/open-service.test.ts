import { expect } from 'chai';
import { accountsSchema } from '../../../services/accounts/store/schema.ts';
import { createInProcessBus } from '../../../shared/durable/in-process-bus.ts';
import { createReadiness } from '../../../shared/health/readiness.ts';
import { createMetrics } from '../../../shared/metrics/metrics.ts';
import { type OpenService, openService } from '../../../shared/moleculer/open-service.ts';
import type { Runtime } from '../../../shared/moleculer/runtime.ts';
import { failureOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';

const log = {
  info: () => {},
  warn: (message: string) => expect.fail(message),
  error: (message: string) => expect.fail(message),
};

/** That its database is closed too shows when the test's own is dropped: a connection that stays makes that fail. */
describe('A service that keeps something', () => {
  const database = useDatabase('accounts');
  let runtime: Runtime;
  /** What began and ended, in its order. */
  let happened: string[];

  beforeEach(() => {
    happened = [];
    runtime = {
      config: { startTimeoutS: 10, eventTries: 10 },
      bus: createInProcessBus(),
      metrics: createMetrics(),
      readiness: createReadiness(),
      databaseUrl: database.url,
      afterStart: [],
      // What opening a service reads of a process.
    } as unknown as Runtime;
  });

  const open = (): Promise<OpenService<never>> => openService(runtime, { ...accountsSchema, log });
  const catchUp = () => {
    happened.push('catch-up');
    return { stop: async () => void happened.push('catch-up ended') };
  };
  const start = (): void => {
    for (const begin of runtime.afterStart) begin();
  };

  it('begins what waits for the others when they have started, and ends all of it with the last first', async () => {
    await using service = await open();
    await service.begin({}, catchUp);
    service.defer(async () => void happened.push('work ended'));
    const close = service.keep();
    expect(happened).to.deep.equal([]);

    start();
    expect(happened).to.deep.equal(['catch-up']);
    expect(await service.isReady()).to.equal(true);

    await close();
    expect(happened).to.deep.equal(['catch-up', 'work ended', 'catch-up ended']);
  });

  it('begins nothing when it was closed before the others had started', async () => {
    await using service = await open();
    await service.begin({}, catchUp);
    await service.keep()();

    start();
    expect(happened).to.deep.equal([]);
  });

  it('is closed when opening it fails half-way', async () => {
    const openHalf = async (): Promise<void> => {
      await using service = await open();
      expect(await service.isReady()).to.equal(true);
      service.defer(async () => void happened.push('work ended'));
      throw new Error('invented');
    };

    expect(await failureOf(openHalf())).to.include({ message: 'invented' });
    expect(happened).to.deep.equal(['work ended']);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import type { DurableBus, Receiver } from '../../../shared/durable/bus.ts';
import { createJetStreamBus, type JetStreamBusOptions } from '../../../shared/durable/jetstream-bus.ts';
import { readEvent } from '../../../shared/durable/read-event.ts';
import { eventually } from '../../support/eventually.ts';
import type { Child } from '../../support/processes/child.ts';
import { unusedPort } from '../../support/processes/unused-port.ts';
import { openNats } from '../../support/servers/nats-access.ts';
import { missingPackages, startNats } from '../../support/servers/servers.ts';
import { skipBecause } from '../../support/skip.ts';

export const silent = { info: () => {}, warn: () => {}, error: () => {} };

export const updated = (version: number): DurableEvents['census.updated'] => ({
  userId: '00000000-0000-4000-8000-000000000001',
  referrerId: null,
  status: 'PENDING',
  version,
});

/** Takes the version of each event. */
export const ofVersion =
  (take: (version: number, id: string) => Promise<void>): Receiver =>
  async (payload, id) =>
    take(readEvent('census.updated', payload).version, id);

/** Publishes, again and again until the server has it. */
export const publishOn = (bus: DurableBus, version: number): Promise<true> =>
  eventually(`event ${version} is published`, () =>
    bus.publish('census.updated', updated(version), `census-${version}`).then(
      () => true as const,
      () => false,
    ),
  );

/** A server of its own for each test, and buses to it, which end with the test. */
export const useJetStream = () => {
  const opened: DurableBus[] = [];
  let folder: string;
  let port: number;
  let nats: Child;

  before(function () {
    if (missingPackages().includes('nats-server')) skipBecause(this, 'install nats-server');
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-nats-'));
    port = await unusedPort();
    nats = await startNats(port, folder);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await nats.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const url = () => `nats://127.0.0.1:${port}`;
  return {
    url,
    async open(options: Partial<JetStreamBusOptions> = {}): Promise<DurableBus> {
      const bus = createJetStreamBus({ nats: openNats(url()), name: 'prueba', log: silent, ...options });
      opened.push(bus);
      await bus.connect();
      return bus;
    },
    async kill(): Promise<void> {
      nats.kill('SIGKILL');
      await nats.ended;
    },
    /** Starts the server again, with what it had. */
    async startAgain(): Promise<void> {
      nats = await startNats(port, folder);
    },
    /** Starts another program in the server's place, with nothing. */
    async startInstead(program: string): Promise<void> {
      await nats.stop();
      nats = await startNats(port, join(folder, 'older'), { program });
    },
  };
};

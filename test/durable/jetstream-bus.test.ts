import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { connect } from 'nats';
import type { DurableEvents } from '../../shared/contract/events.ts';
import type { DurableBus, DurableHandler } from '../../shared/durable/bus.ts';
import { listDeadLetters } from '../../shared/durable/dead-letters.ts';
import { createJetStreamBus, type JetStreamBusOptions } from '../../shared/durable/jetstream-bus.ts';
import { isOlderThanTested, TESTED_NATS } from '../../shared/durable/nats-version.ts';
import { announce } from '../../shared/durable/outbox.ts';
import { type DeadEvent, puttingAside } from '../../shared/durable/putting-aside.ts';
import { startRelay } from '../../shared/durable/relay.ts';
import { NotHandled } from '../../shared/durable/tries.ts';
import { systemClock } from '../../shared/time/clock.ts';
import type { Child } from '../support/child.ts';
import { eventually } from '../support/eventually.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { versionOf } from '../support/nats-server.ts';
import { type TestDatabase, useDatabase } from '../support/postgres.ts';
import { missingPackages, startNats } from '../support/servers.ts';
import { skipBecause } from '../support/skip.ts';
import { unusedPort } from '../support/unused-port.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

const updated = (version: number): DurableEvents['census.updated'] => ({
  userId: '00000000-0000-4000-8000-000000000001',
  referrerId: null,
  status: 'PENDING',
  version,
});

/** A guard that lets no pause between two tries be too short: the clock jumps. */
const createDeadEvents = (database: TestDatabase) => {
  const dead: DeadEvent[] = [];
  let now = Date.now();
  const guarded = (handler: DurableHandler<'census.updated'>) =>
    puttingAside('census.updated', handler, {
      schema: 'accounts',
      fork: () => database.fork(),
      clock: {
        ...systemClock,
        now() {
          now += 10_000;
          return now;
        },
      },
      log: silent,
      maxTries: 5,
      deadLettered: (event) => dead.push(event),
    });
  return { dead, guarded };
};

/** More than the 2 s that a failure without a wish of its own waits. */
const PAUSE_MS = 2_600;
/** The server's clock and ours may round differently. */
const TIMER_MS = 100;

describe('Events over JetStream', () => {
  if (missingPackages().includes('nats-server')) {
    console.warn('events over JetStream: skipped; install with: apt-get install nats-server');
    return;
  }
  const database = useDatabase('accounts');
  let folder: string;
  let port: number;
  let nats: Child;
  let bus: DurableBus;
  const opened: DurableBus[] = [];

  const open = async (name: string, options: Partial<JetStreamBusOptions> = {}): Promise<DurableBus> => {
    const url = `nats://127.0.0.1:${port}`;
    const made = createJetStreamBus({ url, name, log: silent, ...options });
    opened.push(made);
    await made.connect();
    return made;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'censo-nats-'));
    port = await unusedPort();
    nats = await startNats(port, folder);
    bus = await open('prueba');
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await nats.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const publish = (version: number) =>
    eventually(`event ${version} is published`, () =>
      bus.publish('census.updated', updated(version), `census-${version}`).then(
        () => true,
        () => false,
      ),
    );

  it('reach a follower and a group again after the server restarted', async () => {
    const followed: number[] = [];
    const consumed: number[] = [];
    await bus.follow('census.updated', async ({ version }) => void followed.push(version));
    await bus.consume('census.updated', 'group', async ({ version }) => void consumed.push(version));
    await publish(1);
    await eventually('the first event', () => followed.includes(1) && consumed.includes(1));

    nats.kill('SIGKILL');
    await nats.ended;
    nats = await startNats(port, folder);
    await publish(2);

    // The first event's acknowledgement is often lost with the server: then it comes again before the second.
    await eventually('the second event', () => followed.includes(2) && consumed.includes(2));
  });

  it('go to no other process of a group while a handler that takes long is at work', async () => {
    // Word of it goes every third of this: only a machine that stands still for seconds lets it be given away.
    const ackWaitMs = 5_000;
    const begun: number[] = [];
    for (const name of ['uno', 'otro']) {
      const process = await open(name, { ackWaitMs });
      await process.consume('census.updated', 'slow', async ({ version }) => {
        begun.push(version);
        if (version === 1) await sleep(1.5 * ackWaitMs);
      });
    }
    await publish(1);
    await publish(2);
    await eventually('the second event', () => begun.includes(2));
    expect(begun).to.deep.equal([1, 2]);
  });

  it('take the waiting time of a newer version although the server knows the group already', async () => {
    const older = await open('antes', { ackWaitMs: 30_000 });
    await older.consume('census.updated', 'group', async () => {});
    await bus.consume('census.updated', 'group', async () => {});

    const connection = await connect({ servers: `nats://127.0.0.1:${port}` });
    const consumer = await connection.jetstream().consumers.get('CENSO', 'group-census-updated');
    const { config } = await consumer.info();
    await connection.close();
    expect(config.ack_wait).to.be.below(10_000_000_000);
  });

  it('are kept on as many servers as told, which one server alone refuses', async () => {
    const connection = await connect({ servers: `nats://127.0.0.1:${port}` });
    await (await connection.jetstreamManager()).streams.delete('CENSO');
    await connection.close();

    const refusal = await open('tres', { replicas: 3, patienceMs: 0 }).then(
      () => 'accepted',
      ({ cause }: Error) => String(cause),
    );
    expect(refusal).to.include('replicas > 1 not supported');
  });

  it('come again when the handler failed, and are stored once when published twice', async () => {
    const seen: number[] = [];
    await bus.consume('census.updated', 'group', async ({ version }) => {
      seen.push(version);
      if (seen.length === 1) throw new Error('not yet');
    });
    await publish(1);
    await publish(1);
    await publish(2);
    await eventually('both events', () => seen.includes(2));
    expect(seen).to.deep.equal([1, 1, 2]);
  });

  it('come with the id under which they were published, after the pause that a handler asked for', async () => {
    const seen: { id: string; at: number }[] = [];
    await bus.consume('census.updated', 'group', async (_event, id) => {
      seen.push({ id, at: performance.now() });
      if (seen.length === 1) throw new NotHandled('not yet', PAUSE_MS, undefined);
    });
    await publish(1);
    await eventually('the second try', () => seen.length === 2);

    expect(seen.map(({ id }) => id)).to.deep.equal(['census-1', 'census-1']);
    const [first, second] = seen.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).to.be.at.least(PAUSE_MS - TIMER_MS);
  });

  it('are not held up by what somebody else put into the stream', async () => {
    const seen: number[] = [];
    await bus.consume('census.updated', 'group', async ({ version }) => void seen.push(version));
    const connection = await connect({ servers: `nats://127.0.0.1:${port}` });
    await connection.jetstream().publish('censo.census.updated', new TextEncoder().encode('{no json'));
    await connection.close();
    await publish(2);

    await eventually('the event behind it', () => seen.includes(2));
    expect(seen).to.deep.equal([2]);
  });

  it('are put aside when their consumer cannot handle them, and those behind go on', async () => {
    const events = createDeadEvents(database);
    const seen: number[] = [];
    await bus.consume(
      'census.updated',
      'accounts',
      events.guarded(async ({ version }) => {
        if (version === 1) throw new Error('poison');
        seen.push(version);
      }),
    );
    await publish(1);
    await publish(2);
    await publish(3);

    await eventually('the events behind it', () => seen.length === 2);
    expect(seen).to.deep.equal([2, 3]);
    const { items } = await listDeadLetters(database.fork(), 'accounts');
    expect(items).to.have.lengthOf(1);
    expect(items[0]).to.include({ id: 'census-1', event: 'census.updated', tries: 5 });
    expect(events.dead.map(({ id }) => id)).to.deep.equal(['census-1']);
  });

  it('wait in the outbox while the server is away, and reach their consumer when it is back', async () => {
    const seen: string[] = [];
    await bus.consume('census.updated', 'group', async (_event, id) => void seen.push(id));
    nats.kill('SIGKILL');
    await nats.ended;
    await database
      .fork()
      .transactional((tx) => announce(tx, 'accounts', 'census.updated', updated(7), new Date()));
    const relay = startRelay({ schema: 'accounts', fork: () => database.fork(), bus, log: silent });
    try {
      await eventually('the bus says that it is away', () => !bus.isReady());
      expect(await database.query('select 1 from accounts.outbox')).to.have.lengthOf(1);

      nats = await startNats(port, folder);
      await eventually('the event', () => seen.length > 0);
      expect(bus.isReady()).to.equal(true);
      await eventually(
        'the outbox is empty',
        async () => (await database.query('select 1 from accounts.outbox')).length === 0,
      );
    } finally {
      await relay.stop();
    }
  });

  it('are borne by a server that is older than what is tested, which the start says once', async function () {
    const older = '/usr/sbin/nats-server'; // Debian's
    const version = versionOf(older);
    if (version === null || !isOlderThanTested(version))
      return skipBecause(this, 'this machine has no older nats-server');
    await nats.stop();
    nats = await startNats(port, join(folder, 'older'), older);
    const said: string[] = [];
    const url = `nats://127.0.0.1:${port}`;
    const made = createJetStreamBus({ url, name: 'a', log: { ...silent, warn: (line) => said.push(line) } });
    opened.push(made);
    await made.connect();

    expect(said).to.deep.equal([
      `NATS ${version} is older than what is tested (${TESTED_NATS}): upgrade the server`,
    ]);
  });

  it('are given up on at the start, with a clear sentence, when the server does not come', async () => {
    const said: string[] = [];
    const clock = createFakeClock();
    const lonely = createJetStreamBus({
      url: `nats://127.0.0.1:${await unusedPort()}`,
      name: 'prueba',
      log: { ...silent, warn: (message) => said.push(message) },
      patienceMs: 1_500,
      clock,
    });

    let ended = false;
    const connecting = lonely
      .connect()
      .then(
        () => null,
        (refusal: unknown) => refusal,
      )
      .finally(() => {
        ended = true;
      });
    await eventually('it gives up', async () => {
      if (clock.waiting() > 0) await clock.pass(500);
      return ended;
    });
    const error = await connecting;
    expect(error).to.include({ name: 'AppError', code: 'nats_away' });
    expect(said[0]).to.match(/^waiting for NATS with JetStream \(0 of 2 s\): /);
  });
});

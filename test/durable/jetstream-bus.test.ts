import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { connect } from 'nats';
import type { DurableBus, DurableHandler } from '../../shared/durable/bus.ts';
import { listDeadLetters } from '../../shared/durable/dead-letters.ts';
import { announce } from '../../shared/durable/outbox.ts';
import { type DeadEvent, puttingAside } from '../../shared/durable/putting-aside.ts';
import { startRelay } from '../../shared/durable/relay.ts';
import { NotHandled } from '../../shared/durable/tries.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { eventually } from '../support/eventually.ts';
import { type TestDatabase, useDatabase } from '../support/servers/postgres.ts';
import { ofVersion, publishOn, silent, updated, useJetStream } from './support/jetstream.ts';

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
  const database = useDatabase('accounts');
  const { url, open, kill, startAgain } = useJetStream();
  let bus: DurableBus;

  beforeEach(async () => {
    bus = await open();
  });
  const publish = (version: number) => publishOn(bus, version);

  it('reach a follower and a group again after the server restarted', async () => {
    const followed: number[] = [];
    const consumed: number[] = [];
    await bus.follow(
      'census.updated',
      ofVersion(async (version) => void followed.push(version)),
    );
    await bus.consume(
      'census.updated',
      'group',
      ofVersion(async (version) => void consumed.push(version)),
    );
    await publish(1);
    await eventually('the first event', () => followed.includes(1) && consumed.includes(1));

    await kill();
    await startAgain();
    // The server forgot all; until both are there again nobody keeps what is published for them.
    let version = 1;
    await eventually('a later event', async () => {
      version += 1;
      await publish(version);
      return followed.some((one) => one > 1) && consumed.some((one) => one > 1);
    });
  });

  it('go to no other process of a group while a handler that takes long is at work', async () => {
    // Word of it goes every third of this: only a machine that stands still for seconds lets it be given away.
    const ackWaitMs = 5_000;
    const begun: number[] = [];
    for (const name of ['uno', 'otro']) {
      const process = await open({ name, ackWaitMs });
      await process.consume(
        'census.updated',
        'slow',
        ofVersion(async (version) => {
          begun.push(version);
          if (version === 1) await sleep(1.5 * ackWaitMs);
        }),
      );
    }
    await publish(1);
    await publish(2);
    await eventually('the second event', () => begun.includes(2));
    expect(begun).to.deep.equal([1, 2]);
  });

  it('take the waiting time of a newer version although the server knows the group already', async () => {
    const older = await open({ name: 'antes', ackWaitMs: 30_000 });
    await older.consume('census.updated', 'group', async () => {});
    await bus.consume('census.updated', 'group', async () => {});

    const connection = await connect({ servers: url() });
    const consumer = await connection.jetstream().consumers.get('CENSO', 'group-census-updated');
    const { config } = await consumer.info();
    await connection.close();
    expect(config.ack_wait).to.be.below(10_000_000_000);
  });

  it('come again when the handler failed, and are stored once when published twice', async () => {
    const seen: number[] = [];
    await bus.consume(
      'census.updated',
      'group',
      ofVersion(async (version) => {
        seen.push(version);
        if (seen.length === 1) throw new Error('not yet');
      }),
    );
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
    await bus.consume(
      'census.updated',
      'group',
      ofVersion(async (version) => void seen.push(version)),
    );
    const connection = await connect({ servers: url() });
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
    await kill();
    await database
      .fork()
      .transactional((tx) => announce(tx, 'accounts', 'census.updated', updated(7), new Date()));
    const relay = startRelay({ schema: 'accounts', fork: () => database.fork(), bus, log: silent });
    try {
      await eventually('the bus says that it is away', () => !bus.isReady());
      expect(await database.query('select 1 from accounts.outbox')).to.have.lengthOf(1);

      await startAgain();
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
});

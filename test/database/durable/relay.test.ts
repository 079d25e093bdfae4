import { expect } from 'chai';
import type { DurableEventName, DurableEvents } from '../../../shared/contract/events.ts';
import type { DurableBus } from '../../../shared/durable/bus.ts';
import { createInProcessBus } from '../../../shared/durable/in-process-bus.ts';
import { announce } from '../../../shared/durable/outbox.ts';
import { type Relay, type RelayOptions, startRelay } from '../../../shared/durable/relay.ts';
import { eventually } from '../../support/eventually.ts';
import { failureOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/postgres.ts';
import { START } from '../support/clock.ts';

const USER_ID = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';
const updated = (version: number): DurableEvents['census.updated'] => ({
  userId: USER_ID,
  referrerId: null,
  status: 'PENDING',
  version,
});

/** A bus that keeps what is published; `refuses` says which versions it does not take. */
const keepingBus = (refuses: (version: number) => boolean = () => false) => {
  const versions: number[] = [];
  const ids: string[] = [];
  const bus: DurableBus = {
    ...createInProcessBus(),
    async publish<N extends DurableEventName>(_name: N, payload: DurableEvents[N], id: string) {
      // A bus is another process: whoever else publishes gets a chance in between.
      await new Promise((resolve) => setImmediate(resolve));
      const { version } = payload as DurableEvents['census.updated'];
      if (refuses(version)) throw new Error(`no place for ${version}`);
      versions.push(version);
      ids.push(id);
    },
  };
  return { bus, versions, ids };
};

/** Waits that only a signal ends, and how long they would have been, in milliseconds. */
const endlessWaits = () => {
  const waits: number[] = [];
  const wait = (ms: number, signal: AbortSignal): Promise<never> => {
    waits.push(ms);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  return { waits, wait };
};

describe('The relay of an outbox', () => {
  const database = useDatabase('census');
  const running: Relay[] = [];
  let warnings: string[];

  beforeEach(() => {
    warnings = [];
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((relay) => relay.stop()));
  });

  const start = (bus: DurableBus, time: Pick<RelayOptions, 'now' | 'wait'> = {}): Relay => {
    const log = { warn: (message: string) => warnings.push(message) };
    const fork = () => database.fork();
    const relay = startRelay({ schema: 'census', fork, bus, log, ...time });
    running.push(relay);
    return relay;
  };
  const commit = (...versions: number[]) =>
    database.fork().transactional(async (tx) => {
      for (const version of versions) await announce(tx, 'census', 'census.updated', updated(version), START);
    });
  const left = async () => {
    const rows = await database.query<{ version: number }>(
      `select (payload ->> 'version')::int as version from census.outbox order by id`,
    );
    return rows.map(({ version }) => version);
  };
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const emptied = () => eventually('the outbox is empty', async () => (await left()).length === 0);

  it('publishes what was committed, in order, and removes it', async () => {
    await commit(1, 2, 3);
    const { bus, versions, ids } = keepingBus();

    start(bus);
    await emptied();

    expect(versions).to.deep.equal([1, 2, 3]);
    expect(new Set(ids), 'ids by which a repetition is known').to.have.lengthOf(3);
  });

  it('publishes the event as it was announced', async () => {
    await commit(7);
    const bus = createInProcessBus();
    const heard: unknown[] = [];
    await bus.consume('census.updated', 'test', async (event) => void heard.push(event));

    start(bus);
    await emptied();

    expect(heard).to.deep.equal([updated(7)]);
  });

  it('publishes more than one batch without a pause between them', async () => {
    await commit(...numbers(1, 350));
    const { bus, versions } = keepingBus();

    start(bus);
    await emptied();

    expect(versions).to.deep.equal(numbers(1, 350));
  });

  it('publishes nothing while the bus is away, and does not wait any longer once it is back', async () => {
    await commit(1);
    const { bus, versions } = keepingBus();
    let asked = 0;
    let away = true;
    const returning: DurableBus = {
      ...bus,
      isReady() {
        asked += 1;
        return !away;
      },
    };

    const relay = start(returning);
    await eventually('it has looked for the bus often', () => {
      relay.nudge();
      return asked > 20;
    });
    expect(versions).to.deep.equal([]);
    away = false;
    relay.nudge();
    await emptied();

    expect(versions).to.deep.equal([1]);
    expect(warnings).to.deep.equal([]);
  });

  it('keeps what a slow bus has taken, before Postgres gives the transaction up, and goes on at once', async () => {
    await commit(...numbers(1, 100));
    const { bus, versions } = keepingBus();
    let clockMs = 0;
    const leftThen: number[] = [];
    const slow: DurableBus = {
      ...bus,
      async publish(name, payload, id) {
        clockMs += 100;
        leftThen.push((await left()).length);
        await bus.publish(name, payload, id);
      },
    };

    start(slow, { now: () => clockMs });
    await emptied();

    expect(versions).to.deep.equal(numbers(1, 100));
    expect(leftThen.slice(0, 11)).to.deep.equal([...Array(5).fill(100), ...Array(5).fill(95), 90]);
  });

  it('looks at once when it is told of a commit', async () => {
    const { bus, versions } = keepingBus();
    const { waits, wait } = endlessWaits();
    const relay = start(bus, { wait });
    await eventually('it waits for the next poll', () => waits.length === 1);
    await commit(1);

    relay.nudge();

    await eventually('published', () => versions.length === 1);
  });

  it('finds by itself what nobody told it of', async () => {
    const { bus, versions } = keepingBus();
    start(bus);
    await commit(1);

    await eventually('published', () => versions.length === 1);
  });

  it('publishes nothing of a transaction that was rolled back', async () => {
    const rollback = database.fork().transactional(async (tx) => {
      await announce(tx, 'census', 'census.updated', updated(1), START);
      throw new Error('changed my mind');
    });
    await failureOf(rollback);
    await commit(2);
    const { bus, versions } = keepingBus();

    start(bus);
    await emptied();

    expect(versions).to.deep.equal([2]);
  });

  describe('when the bus refuses an event', () => {
    it('removes those before it, and keeps it and those behind it', async () => {
      await commit(1, 2, 3, 4);
      const { bus, versions } = keepingBus((version) => version === 3);

      const relay = start(bus);
      await eventually('a refusal is logged', () => warnings.length > 0);
      await relay.stop();

      expect(versions).to.deep.equal([1, 2]);
      expect(await left()).to.deep.equal([3, 4]);
      expect(warnings[0]).to.include('no place for 3');
    });

    it('goes on in order when the bus takes it again', async () => {
      await commit(1, 2, 3, 4);
      let full = true;
      const { bus, versions } = keepingBus((version) => version === 3 && full);

      const relay = start(bus);
      await eventually('a refusal is logged', () => warnings.length > 0);
      full = false;
      relay.nudge();
      await emptied();

      expect(versions).to.deep.equal([1, 2, 3, 4]);
    });

    it('waits longer each time', async () => {
      await commit(1);
      const relay = start(keepingBus(() => true).bus);

      for (let refusals = 1; refusals <= 7; refusals += 1) {
        await eventually(`refusal ${refusals}`, () => warnings.length >= refusals);
        relay.nudge();
      }

      const waits = warnings.slice(0, 7).map((warning) => Number(/waits (\d+) ms/.exec(warning)?.[1]));
      expect(waits).to.deep.equal([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000]);
    });
  });

  it('publishes each event once and in order, though several processes run one', async () => {
    const { bus, versions } = keepingBus();
    const relays = [start(bus), start(bus), start(bus)];

    for (let batch = 0; batch < 10; batch += 1) {
      await commit(...numbers(batch * 15 + 1, (batch + 1) * 15));
      for (const relay of relays) relay.nudge();
    }
    await emptied();

    expect(versions).to.deep.equal(numbers(1, 150));
  });

  describe('that is stopped', () => {
    it('does not wait for the next poll', async () => {
      const { waits, wait } = endlessWaits();
      const relay = start(keepingBus().bus, { wait });
      await eventually('it waits', () => waits.length === 1);

      await relay.stop();

      expect(waits).to.deep.equal([1_000]);
    });

    it('does not wait for the end of its backoff, which doubles', async () => {
      await commit(1);
      const { waits, wait } = endlessWaits();
      const relay = start(keepingBus(() => true).bus, { wait });
      for (let refusals = 1; refusals <= 5; refusals += 1) {
        await eventually(`refusal ${refusals}`, () => waits.length === refusals);
        if (refusals < 5) relay.nudge();
      }

      await relay.stop();

      expect(waits).to.deep.equal([250, 500, 1_000, 2_000, 4_000]);
    });

    it('finishes the event in hand, and publishes nothing afterwards', async () => {
      const gate = Promise.withResolvers<void>();
      const reached = Promise.withResolvers<void>();
      const { bus, versions } = keepingBus();
      const slow: DurableBus = {
        ...bus,
        async publish(name, payload, id) {
          reached.resolve();
          await gate.promise;
          await bus.publish(name, payload, id);
        },
      };
      await commit(1);
      const relay = start(slow);
      await reached.promise;

      const stopped = relay.stop();
      gate.resolve();
      await stopped;
      await commit(2);
      relay.nudge();

      expect(versions).to.deep.equal([1]);
      expect(await left()).to.deep.equal([2]);
    });
  });
});

describe('An announcement', () => {
  const database = useDatabase('census');

  it('outside a transaction is refused: it could become true without the change', async () => {
    const error = await failureOf(announce(database.fork(), 'census', 'census.updated', updated(1), START));

    expect(error.message).to.include('transaction');
    expect(await database.query('select 1 from census.outbox')).to.deep.equal([]);
  });
});

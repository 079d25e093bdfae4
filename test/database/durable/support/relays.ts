import type { DurableEventName, DurableEvents } from '../../../../shared/contract/events.ts';
import type { DurableBus } from '../../../../shared/durable/bus.ts';
import { createInProcessBus } from '../../../../shared/durable/in-process-bus.ts';
import { announce } from '../../../../shared/durable/outbox.ts';
import { type Relay, startRelay } from '../../../../shared/durable/relay.ts';
import { type Clock, systemClock } from '../../../../shared/time/clock.ts';
import { eventually } from '../../../support/eventually.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { useDatabase } from '../../../support/servers/postgres.ts';
import { START } from '../../support/clock.ts';

const USER_ID = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';
export const updated = (version: number): DurableEvents['census.updated'] => ({
  userId: USER_ID,
  referrerId: null,
  status: 'PENDING',
  version,
});

/** A bus that keeps what is published; `refuses` says which versions it does not take. */
export const keepingBus = (refuses: (version: number) => boolean = () => false) => {
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

/** A clock that a test moves, and how long everybody wanted to wait by it, in milliseconds. */
export const notedWaits = (): { waits: number[]; clock: FakeClock } => {
  const waits: number[] = [];
  const clock = createFakeClock();
  return {
    waits,
    clock: {
      ...clock,
      wait(ms, signal) {
        waits.push(ms);
        return clock.wait(ms, signal);
      },
    },
  };
};

export const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Relays of the outbox of census, on an own database, which end with each test. */
export const useRelays = () => {
  const database = useDatabase('census');
  const running: Relay[] = [];
  const warnings: string[] = [];

  beforeEach(() => {
    warnings.length = 0;
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((relay) => relay.stop()));
  });

  const left = async (): Promise<number[]> => {
    const rows = await database.query<{ version: number }>(
      `select (payload ->> 'version')::int as version from census.outbox order by id`,
    );
    return rows.map(({ version }) => version);
  };
  return {
    database,
    /** What the relays have said. */
    warnings,
    start(bus: DurableBus, clock: Clock = systemClock): Relay {
      const log = { warn: (message: string) => warnings.push(message) };
      const relay = startRelay({ schema: 'census', fork: () => database.fork(), bus, log, clock });
      running.push(relay);
      return relay;
    },
    commit: (...versions: number[]) =>
      database.fork().transactional(async (tx) => {
        for (const version of versions)
          await announce(tx, 'census', 'census.updated', updated(version), START);
      }),
    left,
    emptied: () => eventually('the outbox is empty', async () => (await left()).length === 0),
  };
};

import { expect } from 'chai';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import type { DurableHandler } from '../../../shared/durable/bus.ts';
import { listDeadLetters } from '../../../shared/durable/dead-letters.ts';
import { KEEP_DEAD_LETTERS_MS, startForgetting } from '../../../shared/durable/forget-dead-letters.ts';
import { createInProcessBus } from '../../../shared/durable/in-process-bus.ts';
import { announce } from '../../../shared/durable/outbox.ts';
import { type DeadEvent, puttingAside } from '../../../shared/durable/putting-aside.ts';
import { redrive } from '../../../shared/durable/redrive.ts';
import { type Relay, startRelay } from '../../../shared/durable/relay.ts';
import { MAX_TRIES, NotHandled, pauseAfterMs } from '../../../shared/durable/tries.ts';
import { eventually } from '../../support/eventually.ts';
import { failureOf } from '../../support/failures.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, START } from '../support/clock.ts';

const USER_ID = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';
const registered = (cedula: string): DurableEvents['user.registered'] => ({
  userId: USER_ID,
  cedula,
  referrerId: null,
  registeredAt: START.toISOString(),
});

describe('An event that its consumer cannot handle', () => {
  const database = useDatabase('census');
  const fork = () => database.fork();
  let clock: FakeClock;
  let logged: string[];
  let dead: DeadEvent[];
  /** As Postgres fails: with the values of the statement in the message. */
  let poison: DurableHandler<'user.registered'>;

  beforeEach(() => {
    clock = createFakeClock(START.getTime());
    logged = [];
    dead = [];
    poison = guarded(async () => {
      await fork().execute(`select 'cédula 1032456789'::int`);
    });
  });

  const guarded = (handler: DurableHandler<'user.registered'>) =>
    puttingAside('user.registered', handler, {
      schema: 'census',
      fork,
      clock,
      log: { error: (message) => logged.push(message) },
      deadLettered: (event) => dead.push(event),
    });
  const deliver = (handler = poison, id = 'accounts-1') => handler(registered('1032456789'), id);
  /** Delivers it as often as it takes, each time after the pause that was asked for. @returns the pauses */
  const exhaust = async (id = 'accounts-1'): Promise<number[]> => {
    const pauses: number[] = [];
    for (let tries = 1; tries < MAX_TRIES; tries += 1) {
      const error = await failureOf(deliver(poison, id));
      if (!(error instanceof NotHandled)) throw error;
      pauses.push(error.pauseMs);
      await clock.pass(error.pauseMs);
    }
    await deliver(poison, id);
    return pauses;
  };
  const letters = () => listDeadLetters(fork(), 'census');

  it('is tried ten times over growing pauses, in less than a minute, and then put aside', async () => {
    const pauses = await exhaust();

    expect(pauses).to.deep.equal([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
    expect(pauses.reduce((sum, pause) => sum + pause)).to.be.below(60_000);
    const { total, items } = await letters();
    expect(total).to.equal(1);
    expect(items).to.deep.equal([
      {
        id: 'accounts-1',
        event: 'user.registered',
        userId: USER_ID,
        error: items[0]?.error,
        tries: MAX_TRIES,
        since: new Date(clock.now()).toISOString(),
      },
    ]);
  });

  it('is put aside too when Postgres calls its statement a wrong message', async () => {
    const wrongMessage = guarded(async ({ cedula }) => {
      await fork().execute(`select '${cedula}\0'`);
    });
    for (let tries = 1; tries < MAX_TRIES; tries += 1) {
      const error = await failureOf(wrongMessage(registered('1032456789'), 'accounts-1'));
      if (!(error instanceof NotHandled)) throw error;
      expect(error.message).to.match(/ 08P01$/);
      await clock.pass(error.pauseMs);
    }
    await wrongMessage(registered('1032456789'), 'accounts-1');

    expect((await letters()).items).to.have.lengthOf(1);
    expect(dead.map(({ id }) => id)).to.deep.equal(['accounts-1']);
  });

  describe('because it breaks its rule', () => {
    const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
    let handled: unknown[];
    const broken = (payload: unknown, id = 'accounts-1') =>
      guarded(async (event) => void handled.push(event))(payload, id);
    beforeEach(() => {
      handled = [];
    });

    for (const [what, payload, code] of [
      ['a cédula that is none', { ...registered('1032456789'), cedula: '1032456789; drop' }, 'cedula'],
      ['no person', { ...registered('1032456789'), userId: undefined }, 'userId'],
      ['a list', [], 'payload'],
      ['nothing', null, 'payload'],
      ['a zero byte, half a character and a hostile key', { '1032456789\0\ud800': '1032456789\0' }, 'userId'],
      ['more levels than anything can store', deep(5_000), 'payload'],
      ['more text than an event has', 'x'.repeat(900_000), 'payload'],
    ] as const)
      it(`is put aside at once when it is ${what}, with the fields' names and no value`, async () => {
        await broken(payload);
        await broken(registered('1032456789'), 'accounts-2');

        const { items } = await letters();
        expect(items.map(({ id, tries }) => ({ id, tries }))).to.deep.equal([{ id: 'accounts-1', tries: 1 }]);
        expect(items[0]?.error).to.match(new RegExp(`^BrokenEvent ${code}\\b`));
        expect(dead.map(({ id }) => id)).to.deep.equal(['accounts-1']);
        expect(JSON.stringify(logged)).not.to.include('1032456789');
        expect(handled).to.deep.equal([registered('1032456789')]);
      });

    it('fails again, and stays, when it is handed out', async () => {
      await broken({ ...registered('1032456789'), userId: 'nobody' });
      const consumers = { 'user.registered': async () => void handled.push('redriven') };
      const result = await redrive(fork, { schema: 'census', consumers }, 'all', new Date(clock.now()));

      expect(result).to.deep.equal({ handled: 0, failed: 1, userIds: [] });
      expect(handled).to.deep.equal([]);
      expect((await letters()).items[0]).to.include({ userId: null, error: 'BrokenEvent userId' });
    });
  });

  it('is logged once, and told of, with the code of the error and without a cédula', async () => {
    await exhaust();
    await deliver();

    expect(logged).to.have.lengthOf(1);
    expect(logged[0]).to.match(/^event user\.registered accounts-1 put aside after 10 tries: \w+ 22P02$/);
    expect(dead).to.have.lengthOf(1);
    expect(dead[0]).to.include({ schema: 'census', id: 'accounts-1', name: 'user.registered' });
    expect(JSON.stringify([logged, dead, await letters()])).not.to.include('1032456789');
  });

  it('counts as handled when the bus brings it once more', async () => {
    await exhaust();
    await deliver();

    expect((await letters()).items[0]?.tries).to.equal(MAX_TRIES);
  });

  it('counts tries that were hastened as one', async () => {
    for (let hurry = 0; hurry < MAX_TRIES * 2; hurry += 1) await failureOf(deliver());

    expect((await letters()).total).to.equal(0);
  });

  it('goes on counting in another process', async () => {
    for (let tries = 1; tries < MAX_TRIES; tries += 1) {
      await failureOf(deliver());
      await clock.pass(pauseAfterMs(tries));
    }
    const other = guarded(() => Promise.reject(new Error('elsewhere')));
    await other(registered('1032456789'), 'accounts-1');

    expect((await letters()).items).to.have.lengthOf(1);
  });

  it('comes again for as long as the database is away, without a try being counted', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const cutOff = guarded(() => Promise.reject(away));
    for (let tries = 0; tries < MAX_TRIES * 3; tries += 1) {
      expect(await failureOf(deliver(cutOff))).to.equal(away);
      await clock.pass(20_000);
    }

    expect(await database.query('select 1 from census.dead_letters')).to.deep.equal([]);
  });

  it('is forgotten when it is handled after all', async () => {
    let broken = true;
    const recovering = guarded(() => (broken ? Promise.reject(new Error('not yet')) : Promise.resolve()));
    await failureOf(deliver(recovering));
    broken = false;
    await deliver(recovering);

    expect(await database.query('select 1 from census.dead_letters')).to.deep.equal([]);
  });

  it('is kept for 30 days after its last try, and no longer, with the cédula in it', async () => {
    await exhaust('accounts-1');
    await clock.pass(KEEP_DEAD_LETTERS_MS - 1_000);
    await exhaust('accounts-2');
    const forgetting = startForgetting({ schema: 'census', fork, log: { warn: () => {} }, clock });
    try {
      await clock.pass(3_600_000);
      await eventually('the old one is gone', async () => (await letters()).total === 1);
      expect((await letters()).items[0]?.id).to.equal('accounts-2');
    } finally {
      await forgetting.stop();
    }
  });

  describe('that was put aside', () => {
    const hand = (handler: DurableHandler<'user.registered'>, ids: string[] | 'all' = 'all') =>
      redrive(fork, { schema: 'census', consumers: { 'user.registered': handler } }, ids, at(900));

    it('is handled and gone when it is handed out again', async () => {
      await exhaust();
      const seen: unknown[] = [];

      const result = await hand(async (event, id) => void seen.push([id, event]));

      expect(result).to.deep.equal({ handled: 1, failed: 0, userIds: [USER_ID] });
      expect(seen).to.deep.equal([['accounts-1', registered('1032456789')]]);
      expect((await letters()).total).to.equal(0);
    });

    it('stays with its newest error when it fails again, also when that is an error of the database', async () => {
      await exhaust();

      const result = await hand(async () => {
        await fork().execute('select 1 / 0');
      });

      expect(result).to.include({ handled: 0, failed: 1 });
      const [letter] = (await letters()).items;
      expect(letter).to.include({ tries: MAX_TRIES + 1 });
      expect(letter?.error).to.match(/22012$/);
    });

    it('is handed out alone when only it is meant', async () => {
      await exhaust('accounts-1');
      await exhaust('accounts-2');

      expect(await hand(async () => {}, ['accounts-2', 'census-7'])).to.include({ handled: 1, failed: 0 });
      expect((await letters()).items.map(({ id }) => id)).to.deep.equal(['accounts-1']);
    });

    it('is handed out once, though two ask at the same moment', async () => {
      await exhaust();
      const begun = Promise.withResolvers<void>();
      const gate = Promise.withResolvers<void>();
      let times = 0;
      const first = hand(async () => {
        times += 1;
        begun.resolve();
        await gate.promise;
      });
      await begun.promise;
      const second = await hand(async () => {
        times += 1;
      });
      gate.resolve();

      expect(second).to.include({ handled: 0, failed: 0 });
      expect(await first).to.include({ handled: 1 });
      expect(times).to.equal(1);
    });
  });

  describe('in one process with its outbox', () => {
    let relay: Relay;
    afterEach(() => relay.stop());

    it('leaves the way to those behind it, though they are the same person’s', async () => {
      await fork().transactional(async (tx) => {
        for (const cedula of ['1000001', '1000002', '1000003'])
          await announce(tx, 'census', 'user.registered', registered(cedula), START);
      });
      const bus = createInProcessBus();
      const seen: string[] = [];
      const handler = guarded(async ({ cedula }) => {
        // Each delivery finds that the pause is over.
        await clock.pass(10_000);
        if (cedula === '1000001') throw new Error('poison');
        seen.push(cedula);
      });
      await bus.consume('user.registered', 'census', handler);
      const pauses = createFakeClock();
      relay = startRelay({ schema: 'census', fork, bus, log: { warn: () => {} }, clock: pauses });

      await eventually('the others are handled', async () => {
        await pauses.pass(10_000);
        return seen.length === 2;
      });

      expect(seen).to.deep.equal(['1000002', '1000003']);
      expect((await letters()).total).to.equal(1);
    });
  });
});

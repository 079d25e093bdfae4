import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect, headers, type NatsConnection } from 'nats';
import type { DeadLetters } from '../../shared/contract/dead-letters.ts';
import { inboxPrefixOf } from '../../shared/nats/subjects.ts';
import { eventually } from '../support/eventually.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

/** Planted in events; nobody has it. */
const PLANTED = '1099888777';
const USER_ID = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';
const WHEN = '2026-11-25T12:00:00.000Z';
const registered = { userId: USER_ID, cedula: PLANTED, referrerId: null, registeredAt: WHEN };

/** None is what its rule says. */
const broken: [event: string, payload: unknown][] = [
  ['user.registered', { ...registered, cedula: `${PLANTED}'; drop table census.records; --` }],
  ['user.registered', { ...registered, userId: `${PLANTED}` }],
  ['user.registered', { ...registered, cedula: { $ne: PLANTED } }],
  ['user.registered', [PLANTED]],
  ['user.registered', { [`${PLANTED}\0`]: `${PLANTED}\0\ud800` }],
  ['user.role_changed', { userId: USER_ID, referrerId: null, role: `GOD ${PLANTED}`, changedAt: WHEN }],
  [
    'user.consent_changed',
    {
      ...{ userId: USER_ID, referrerId: null, coordinatorId: null, lookup: PLANTED, sharing: true },
      changedAt: WHEN,
    },
  ],
  ['census.updated', { userId: USER_ID, referrerId: PLANTED, status: 'ACTIVE', version: 2 ** 40 }],
];

/** A service of ours that somebody else has taken over: it may publish what that service may. */
inBothModes('Whoever may publish events and publishes what is none', 'untouched', (system, mode) => {
  const said = () => [...system().processes.values()].map((child) => child.output()).join('\n');
  const lookedUp = async (): Promise<string> => {
    const cedula = newCedula('00');
    const person = createClient(system().origin);
    await person.register({ cedula });
    await person.censusIn(['ACTIVE']);
    return cedula;
  };
  const letters = async (): Promise<DeadLetters> => {
    const operator = createClient(system().origin);
    await operator.login(admin);
    return (await operator.get<DeadLetters>('/admin/dead-letters')).body;
  };

  it('holds nobody up: each is put aside at once, without its values in a log', async () => {
    for (const [event, payload] of broken)
      await inDatabase(
        system(),
        `insert into ${event === 'census.updated' ? 'census' : 'accounts'}.outbox (name, payload, created_at) values ($1, $2, now())`,
        // Postgres takes no zero byte.
        [event, JSON.stringify(payload).replaceAll('\\u0000', '').replaceAll('\\ud800', '')],
      );
    await lookedUp();

    const { items } = await eventually('all are put aside', async () => {
      const found = await letters();
      return found.total < broken.length ? null : found;
    });
    expect(items).to.have.lengthOf(broken.length);
    for (const { error, tries } of items) {
      expect(error).to.match(/^BrokenEvent [\w.]+$/);
      expect(tries).to.equal(1);
    }
    expect(JSON.stringify(items)).not.to.include(PLANTED);
    expect(said()).not.to.include(PLANTED);
    expect(
      await inDatabase(system(), `select 1 from census.records where user_id = '${USER_ID}'`),
    ).to.deep.equal([]);
  });

  if (mode === 'embedded') return; // Without a broker there is nothing else to publish on.

  describe('on the bus itself', () => {
    let intruder: NatsConnection;
    before(async () => {
      const { NATS_URL = '', NATS_USER = '', NATS_PASSWORD = '' } = system().servers?.envOf('accounts') ?? {};
      intruder = await connect({
        ...{ servers: NATS_URL, user: NATS_USER, pass: NATS_PASSWORD },
        inboxPrefix: inboxPrefixOf('accounts'),
      });
    });
    after(() => intruder.close());
    const publish = (bytes: string, id = '') => {
      const told = headers();
      if (id !== '') told.set('Nats-Msg-Id', id);
      intruder.publish('censo.user.registered', new TextEncoder().encode(bytes), { headers: told });
    };

    it('holds nobody up with what is no JSON, endlessly deep, as long as a message may be, or under an endless id', async () => {
      publish(`{"cedula": ${PLANTED}`);
      publish('['.repeat(100_000) + PLANTED + ']'.repeat(100_000));
      publish(JSON.stringify({ ...registered, cedula: PLANTED.repeat(50_000) }));
      publish(JSON.stringify({ ...registered, cedula: 'x' }), 'i'.repeat(9_000));
      publish(JSON.stringify({ ...registered, cedula: 'x' }), `accounts-1'; drop table x`);
      await intruder.flush();
      await lookedUp();

      expect(said()).not.to.include(PLANTED);
      await eventually('all are put aside', async () => (await letters()).total === broken.length + 5);
    });

    it('finds no cédula where the events were kept, once they were handled', async () => {
      const cedula = await lookedUp();
      const manager = await intruder.jetstreamManager();
      await eventually('nothing is kept of what went by', async () => {
        const { messages, last_seq: last } = (await manager.streams.info('CENSO')).state;
        return messages === 0 && last > 0;
      });
      const { natsFolder = '' } = system().servers ?? {};
      const entries = await readdir(natsFolder, { recursive: true, withFileTypes: true });
      for (const { parentPath, name } of entries.filter((entry) => entry.isFile()))
        expect((await readFile(join(parentPath, name))).includes(cedula), name).to.equal(false);
    });
  });
});

import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { connect } from 'nats';
import type { User } from '../../shared/contract/accounts.ts';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { createVisitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase, withDatabaseOf } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';
import { tracesIn } from '../support/traces/database-traces.ts';
import { tracesBelow } from '../support/traces/file-traces.ts';

/** Whoever is erased: nobody else has any of this. Their lookups fail, so that there is evidence. */
const gone = {
  cedula: '1987654304',
  nombreCompleto: 'Wenceslada Xiquitlan Ybarz',
  phone: '3157770123',
  password: 'zorzal-quimera-4471',
};
const ADDRESS = '203.0.113.77';
const AGENT = 'UnmistakableAgent/7.7';

/** Everything that says who they are, in every way that anything here writes it. */
const saying = ({ id, referralCode }: Pick<User, 'id' | 'referralCode'>, hash: string): string[] => [
  ...[
    id,
    referralCode,
    hash,
    gone.cedula,
    '1.987.654.304',
    '•••••4304',
    gone.nombreCompleto,
    'Wenceslada',
    'Xiquitlan',
  ],
  ...[gone.phone, '315 777 0123', gone.password, ADDRESS, AGENT],
];

/** Of the other services' hint that nobody is there any more, and which says nothing else. */
const ALLOWED = [
  'accounts.removed_users.user_id',
  // From where a leader did something to others: as long as the trail has it.
  'accounts.audit.ip',
];

inBothModes(
  'Somebody who was erased',
  { scrapers: 1, env: { TRUST_PROXY: '1', SPACING_MS: '0', REFRESH_COOLDOWN_S: '1' } },
  (system, mode) => {
    let texts: string[];
    let userId: string;
    let leader: Client;
    let chief: Client;

    const traces = () => withDatabaseOf(system(), (client) => tracesIn(client, texts));

    before('they do all that a person can do here', async function () {
      this.timeout(240_000);
      const { origin } = system();
      chief = createClient(origin);
      await chief.login(admin);
      leader = createClient(origin);
      const { user: leading } = (await leader.register({ cedula: newCedula('00') })).body;
      const promote = (id: string, reason: string) =>
        chief.post(`/admin/users/${id}/role`, { role: 'LEADER', reason });
      await promote(leading.id, 'Para la prueba');
      await createClient(origin).register({ cedula: newCedula('00'), ref: leading.referralCode });

      const person = createClient(origin, ADDRESS);
      const { user } = (
        await person.post<{ user: User }>(
          '/register',
          { ...gone, dataPolicyAccepted: true, lookup: true, sharing: true, ref: leading.referralCode },
          { 'user-agent': AGENT },
        )
      ).body;
      userId = user.id;
      await person.censusIn(['BLOCKED', 'ERROR', 'TIMEOUT']);
      await promote(user.id, `${gone.nombreCompleto} lo pidió, cédula ${gone.cedula}`);
      await person.post('/login', { cedula: gone.cedula, password: gone.password }, { 'user-agent': AGENT });
      await person.post('/recovery', { cedula: gone.cedula });

      // Whom they referred and look up in bulk, and who looks at them.
      const friend = createClient(origin);
      await friend.register({ cedula: newCedula('00'), ref: user.referralCode });
      await friend.censusIn(['ACTIVE']);
      const { user: them } = (await friend.get<{ user: User }>('/me')).body;
      await person.get('/referrals?q=Rosa');
      await eventually('they may be asked for again', async () => {
        const { body } = await person.post<{ queued: number }>('/batches', { ids: [them.id] });
        return body.queued === 1;
      });
      await leader.get(`/referrals?q=${encodeURIComponent('Wenceslada')}`);
      await leader.get(`/referrals/${user.id}`);
      await leader.post('/batches', { ids: [user.id] });
      await chief.get(`/admin/users?q=${gone.cedula}`);
      await chief.get(`/admin/users/${user.id}/history`);
      await chief.post(`/admin/users/${user.id}/suspend`, { reason: 'Xiquitlan no contesta' });
      await chief.post(`/admin/users/${user.id}/restore`, { reason: 'Xiquitlan contestó' });
      await person.post('/login', { cedula: gone.cedula, password: gone.password }, { 'user-agent': AGENT });

      await createClient(origin, ADDRESS).login({ cedula: gone.cedula, password: 'no-es-esta-clave' });

      // What no address brings about: events that nobody could handle, and what somebody keeps of a visit by a passkey.
      for (const schema of ['accounts', 'census'])
        await inDatabase(
          system(),
          `insert into ${schema}.dead_letters values ('x-1', 'user.registered', $1, 'x', 3, now(), now())`,
          [JSON.stringify({ userId: user.id, cedula: gone.cedula })],
        );
      // The official page may say back what was asked for.
      await inDatabase(system(), 'update census.evidence set page = $1', [
        gzipSync(`<p>El documento ${gone.cedula} no…</p>`),
      ]);
      await inDatabase(
        system(),
        `insert into accounts.challenges values ($1, $2, 'x', now() + interval '1 day')`,
        [AGENT, user.id],
      );
      const [row] = await inDatabase<{ hash: string }>(
        system(),
        'select password_hash as hash from accounts.users where id = $1',
        [user.id],
      );
      texts = saying(user, row?.hash ?? 'none');

      const found = await traces();
      for (const place of [
        ...[
          'accounts.users.cedula',
          'accounts.consents.ip',
          'accounts.sessions.user_agent',
          'accounts.audit.detail',
        ],
        ...[
          'accounts.audit.subject_ids',
          'accounts.audit.ip',
          'accounts.guesses.cedula',
          'accounts.dead_letters.payload',
        ],
        ...[
          'census.records.cedula',
          'census.attempts.user_id',
          'census.evidence.page',
          'census.leaders.user_id',
        ],
        ...['census.dead_letters.payload', 'census.batches.requested_by'],
      ])
        expect(found, 'it was there').to.include(place);

      // Who has a role gives it back first.
      const refused = await person.delete<{ error: { code: string } }>('/me?confirm=borrar');
      expect(refused.body.error.code).to.equal('has_role');
      await chief.post(`/admin/users/${user.id}/role`, { role: 'USER', reason: 'Lo devuelve' });
      await person.post('/login', { cedula: gone.cedula, password: gone.password }, { 'user-agent': AGENT });
      const visitor = await createVisitor(origin, person.cookie());
      const erased = await visitor.submit('/mis-datos/borrar/', { confirmo: '1' });
      expect(erased.outcome).to.equal('302 /cuenta-borrada/');
    });

    it('is in no column of any table', async () => {
      const left = await eventually('every service has erased', async () => {
        const found = (await traces()).filter((trace) => !ALLOWED.includes(trace));
        const [waiting] = await inDatabase<{ count: number }>(
          system(),
          `select (select count(*) from census.erased where detaching is not null)::int as count`,
        );
        return found.length === 0 && waiting?.count === 0 ? { found } : null;
      }).catch(async () => ({ found: await traces() }));
      expect(left.found.filter((trace) => !ALLOWED.includes(trace))).to.deep.equal([]);
    });

    it('is found where a table that is new has kept them', async () => {
      await inDatabase(system(), 'create table accounts.forgotten (note jsonb)');
      await inDatabase(system(), 'insert into accounts.forgotten values ($1)', [
        JSON.stringify({ of: gone.cedula }),
      ]);
      expect(await traces()).to.include('accounts.forgotten.note');
      await inDatabase(system(), 'drop table accounts.forgotten');
    });

    it('is in no log: only that an account of this id did something', async () => {
      const words = texts.filter((text) => text !== userId);
      for (const [role, child] of system().processes) {
        const said = child.output().toLowerCase();
        expect(
          words.filter((text) => said.includes(text.toLowerCase())),
          role,
        ).to.deep.equal([]);
      }
    });

    it('is in no file of the portal, of NATS or of Redis, and waits in no stream', async () => {
      const { folder, servers } = system();
      // Postgres writes over what was deleted when it wants to (docs/security.md): what it answers was asked above.
      expect(await tracesBelow(folder, texts, ['postgres'])).to.deep.equal([]);
      if (mode === 'embedded' || servers === undefined) return;
      expect(await tracesBelow(dirname(servers.natsFolder), texts, ['postgres'])).to.deep.equal([]);
      const { NATS_URL, NATS_USER, NATS_PASSWORD } = servers.envOf('accounts');
      const connection = await connect({
        ...{ servers: NATS_URL ?? '', user: NATS_USER ?? '', pass: NATS_PASSWORD ?? '' },
        inboxPrefix: '_INBOX.accounts',
      });
      try {
        const manager = await connection.jetstreamManager();
        await eventually('the stream has given everything away', async () => {
          return (await manager.streams.info('CENSO')).state.messages === 0;
        });
      } finally {
        await connection.close();
      }
    });

    it('is gone from the page of whoever invited them, where the number stays', async () => {
      const { text } = await (await createVisitor(system().origin, leader.cookie())).get('/referidos/');
      expect(text).not.to.include(gone.nombreCompleto).and.not.include(userId);
      expect(text.replace(/<[^>]*>/g, ' ')).to.match(/Todos\s+2\s/);
    });

    it('may come again, and is somebody new', async () => {
      const again = createClient(system().origin);
      const { user } = (await again.register(gone)).body;
      expect(user.id).not.to.equal(userId);
      expect((await chief.get('/admin/audit')).status).to.equal(200);
    });
  },
);

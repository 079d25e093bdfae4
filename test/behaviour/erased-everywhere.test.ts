import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { connect } from 'nats';
import type { User } from '../../shared/contract/accounts.ts';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { startTelephones } from '../support/people/telephone.ts';
import { createVisitor } from '../support/people/visitor.ts';
import {
  askAround,
  leaveThingsWaiting,
  liveByPhone,
  registerWithCode,
  takeSecondFactor,
} from '../support/people/whole-life.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase, withDatabaseOf } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';
import { tracesIn } from '../support/traces/database-traces.ts';
import { tracesBelow } from '../support/traces/file-traces.ts';

/** Whoever is erased: nobody else has any of this. Their lookups fail, so that there is evidence. */
const gone = {
  cedula: '1987654304',
  nombreCompleto: 'Wenceslada Xiquitlan Ybarz',
  firstPhone: '3157770121',
  phone: '3157770123',
  pendingPhone: '3157770125',
  password: 'zorzal-quimera-4471',
  address: '203.0.113.77',
  agent: 'UnmistakableAgent/7.7',
};
const AS_THEY_ARE = { 'user-agent': gone.agent };

/** Everything that says who they are, in every way that anything here writes it. */
const saying = ({ id, referralCode }: Pick<User, 'id' | 'referralCode'>, hash: string): string[] => [
  ...[id, referralCode, hash, gone.cedula, '1.987.654.304', '•••••4304'],
  ...[gone.nombreCompleto, 'Wenceslada', 'Xiquitlan', gone.password, gone.address, gone.agent],
  ...[gone.firstPhone, gone.phone, gone.pendingPhone, '315 777 0121', '315 777 0123', '315 777 0125'],
];

/** Of the other services' hint that nobody is there any more, and which says nothing else. */
const ALLOWED = [
  'accounts.removed_users.user_id',
  // From where a leader did something to others: as long as the trail has it.
  'accounts.audit.ip',
];

/** The law wants an answer to what they asked: who is to get it stays until then. */
const UNTIL_ANSWERED = ['nombre_completo', 'cedula', 'contact', 'text'].map(
  (column) => `accounts.requests.${column}`,
);

/** Where they are before, so that it is known that they were sought there. */
const PLACES = `
  accounts.users.cedula accounts.users.phone_pending accounts.consents.ip accounts.sessions.user_agent
  accounts.audit.detail accounts.audit.ip accounts.audit.subject_ids accounts.guesses.cedula
  accounts.dead_letters.payload accounts.pending_registrations.phone accounts.pending_registrations.cedula
  accounts.messages.phone accounts.messages.user_id accounts.claims.evidence accounts.claims.user_id accounts.claims.phone
  accounts.requests.text accounts.requests.answer accounts.one_times.user_id accounts.recovery_requests.reason
  accounts.factors.user_id accounts.recovery_codes.user_id accounts.pending_logins.user_id accounts.devices.user_id
  census.records.cedula census.attempts.user_id census.evidence.page census.leaders.user_id census.dead_letters.payload
  census.batches.requested_by`
  .trim()
  .split(/\s+/);

const telephones = await startTelephones();
after(() => telephones.close());

inBothModes(
  'Somebody who was erased',
  {
    scrapers: 1,
    env: { ...telephones.env, TRUST_PROXY: '1', SPACING_MS: '0', REFRESH_COOLDOWN_S: '1', CATCH_UP_S: '2' },
  },
  (system, mode) => {
    let texts: string[];
    let userId: string;
    let leader: Client;
    let chief: Client;
    let openRequest: string;

    const traces = () => withDatabaseOf(system(), (client) => tracesIn(client, texts));

    /** @returns where they are still, once that is nowhere else */
    const onlyIn = async (allowed: readonly string[]): Promise<string[]> => {
      let found: string[] = [];
      try {
        return await eventually('every service has erased', async () => {
          found = await traces();
          const [waiting] = await inDatabase<{ count: number }>(
            system(),
            `select (select count(*) from census.erased where detaching is not null)::int as count`,
          );
          return found.every((trace) => allowed.includes(trace)) && waiting?.count === 0 ? found : null;
        });
      } catch (error) {
        expect(found.filter((trace) => !allowed.includes(trace))).to.deep.equal([]);
        throw error;
      }
    };

    before('they do all that a person can do here', async () => {
      const { origin } = system();
      const around = { system: system(), telephones, person: gone };
      telephones.status = 200;
      chief = createClient(origin);
      await chief.login(admin);
      leader = createClient(origin);
      const leading = await registerWithCode(leader, telephones, {
        cedula: newCedula('00'),
        phone: '3001230001',
      });
      const promote = (id: string, reason: string) =>
        chief.post(`/admin/users/${id}/role`, { role: 'LEADER', reason });
      await promote(leading.id, 'Para la prueba');
      const another = { cedula: newCedula('00'), phone: '3001230002', ref: leading.referralCode };
      await registerWithCode(createClient(origin), telephones, another);

      const life = await liveByPhone(around, leading.referralCode);
      const { client: person, user } = life;
      userId = user.id;
      await person.censusIn(['BLOCKED', 'ERROR', 'TIMEOUT']);
      const byLeader = await createVisitor(origin, leader.cookie());
      const reason = `${gone.nombreCompleto} perdió el celular`;
      const asked = await byLeader.submit(`/referido/${user.id}/recuperar/`, { reason });
      expect(asked.outcome).to.include('recuperacion-pedida');
      await person.post('/recovery', { cedula: gone.cedula });
      await promote(user.id, `${gone.nombreCompleto} lo pidió, cédula ${gone.cedula}`);
      const logIn = () =>
        person.post('/login', { cedula: gone.cedula, password: gone.password }, AS_THEY_ARE);
      await logIn();

      // Whom they referred and look up in bulk, and who looks at them.
      const friend = createClient(origin);
      const invited = { cedula: newCedula('00'), phone: '3001230003', ref: user.referralCode };
      const them = await registerWithCode(friend, telephones, invited);
      await friend.censusIn(['ACTIVE']);
      await person.get('/referrals?q=Rosa');
      await eventually('they may be asked for again', async () => {
        const { body } = await person.post<{ queued: number }>('/batches', { ids: [them.id] });
        return body.queued === 1;
      });
      await leader.get(`/referrals?q=${encodeURIComponent('Wenceslada')}`);
      await leader.get(`/referrals/${user.id}`);
      await leader.post('/batches', { ids: [user.id] });
      await byLeader.get('/referidos/exportar.csv?q=Wenceslada');
      await (await createVisitor(origin, chief.cookie())).get(`/referidos/exportar.csv?lider=${user.id}`);
      await chief.get(`/admin/users?q=${gone.cedula}`);
      await chief.get(`/admin/users/${user.id}/history`);
      await chief.post(`/admin/users/${user.id}/suspend`, { reason: 'Xiquitlan no contesta' });
      await chief.post(`/admin/users/${user.id}/restore`, { reason: 'Xiquitlan contestó' });
      await logIn();
      ({ open: openRequest } = await askAround(around, { client: person, friend: invited.cedula, chief }));
      await person.get('/me/consents/receipt');
      await person.get('/me/data');

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
        [gone.agent, user.id],
      );
      const [row] = await inDatabase<{ hash: string }>(
        system(),
        'select password_hash as hash from accounts.users where id = $1',
        [user.id],
      );
      texts = saying(user, row?.hash ?? 'none');

      // Who has a role gives it back first.
      const refused = await person.delete<{ error: { code: string } }>('/me?confirm=borrar');
      expect(refused.body.error.code).to.equal('has_role');
      await chief.post(`/admin/users/${user.id}/role`, { role: 'USER', reason: 'Lo devuelve' });
      await logIn();
      const visitor = await createVisitor(origin, person.cookie());
      await takeSecondFactor(around, visitor);
      await leaveThingsWaiting(around, user.id);
      await createClient(origin, gone.address).login({ cedula: gone.cedula, password: 'no-es-esta-clave' });

      const found = await traces();
      expect(
        PLACES.filter((place) => !found.includes(place)),
        'where they were not',
      ).to.deep.equal([]);
      const erased = await visitor.submit('/mis-datos/borrar/', { confirmo: '1' });
      expect(erased.outcome).to.equal('302 /cuenta-borrada/');
    });

    it('is in no column of any table, but of what they asked and waits for its answer', async () => {
      const left = await onlyIn([...ALLOWED, ...UNTIL_ANSWERED]);
      expect(left).to.include.members(UNTIL_ANSWERED);
      const answer = { channel: 'carta', text: `Se le respondió a ${gone.nombreCompleto}` };
      const { status } = await chief.post(`/admin/requests/${openRequest}/answer`, answer);
      expect(status).to.be.lessThan(300);
      await onlyIn(ALLOWED);
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
      const { cedula, nombreCompleto, phone } = gone;
      const user = await registerWithCode(again, telephones, { cedula, nombreCompleto, phone });
      expect(user.id).not.to.equal(userId);
      expect((await chief.get('/admin/audit')).status).to.equal(200);
    });
  },
);

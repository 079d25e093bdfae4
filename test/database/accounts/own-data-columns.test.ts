import { expect } from 'chai';
import { audit } from '../../../services/accounts/audit/audit.ts';
import { noteLook } from '../../../services/accounts/audit/looks.ts';
import { takeOwnAccount } from '../../../services/accounts/own-data/account.ts';
import { listOwnTrail } from '../../../services/accounts/own-data/trail.ts';
import { listOwnRequests } from '../../../services/accounts/requests/own.ts';
import { openSession } from '../../../services/accounts/sessions/sessions.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { asGiven, columnsOf, obsolete, undecided } from '../support/columns.ts';
import { actorOf, consent, createPerson, ip, origin } from './support/people.ts';

/** What is in the file, by the column that names whose it is: as the person's id, or as their cédula. */
const given: Record<string, { whose: string; columns: readonly string[] }> = {
  users: {
    whose: 'id',
    columns: [
      ...['id', 'cedula', 'nombre_completo', 'phone', 'phone_pending', 'phone_proven_at', 'role'],
      ...[
        'referral_code',
        'referral_goal',
        'created_at',
        'suspended_at',
        'factor_since',
        'factor_demanded_at',
      ],
    ],
  },
  consents: {
    whose: 'user_id',
    columns: [
      ...['purpose', 'policy_version', 'text_hash', 'channel', 'granted_at', 'withdrawn_at'],
      ...['ip', 'user_agent'],
    ],
  },
  sessions: {
    whose: 'user_id',
    columns: [
      ...['created_at', 'last_used_at', 'expires_at', 'proved_at', 'replaced_at', 'user_agent', 'ip'],
    ],
  },
  devices: { whose: 'user_id', columns: ['last_used_at', 'expires_at'] },
  factors: { whose: 'user_id', columns: ['kind', 'label', 'created_at', 'confirmed_at', 'last_used_at'] },
  recovery_codes: { whose: 'user_id', columns: ['used_at'] },
  guesses: { whose: 'cedula', columns: ['failures', 'last_at'] },
  login_failures: { whose: 'cedula', columns: ['failures', 'last_at'] },
  audit: { whose: 'actor_id', columns: ['at', 'action', 'ip', 'detail'] },
  audit_looks: { whose: 'actor_id', columns: ['at', 'since', 'times', 'action', 'ip', 'detail'] },
  messages: { whose: 'user_id', columns: ['kind', 'state', 'created_at', 'ended_at'] },
  push_subscriptions: {
    whose: 'user_id',
    columns: ['host', 'user_agent', 'created_at', 'seen_at', 'last_ok_at'],
  },
  recovery_requests: {
    whose: 'user_id',
    columns: ['kind', 'reason', 'created_at', 'decided_at', 'granted', 'decision'],
  },
  requests: {
    whose: 'user_id',
    columns: [
      ...['number', 'kind', 'topic', 'channel', 'text', 'received_on', 'due_on', 'extension'],
      ...['asked_on', 'missing', 'lapses_on', 'completed_on', 'completion'],
      ...['answered_at', 'answer_channel', 'answer'],
    ],
  },
  claims: { whose: 'user_id', columns: ['created_at', 'decided_at', 'granted', 'decision'] },
};

const SECRET = 'opens or proves something: whoever has the file would have it too';
const KEY = 'says only that the row is the person’s, or which one it is';
const WORK = 'how the service does its work; says nothing of the person that is not given beside it';

/** What is not in the file, and why; `table.*` for a table that is nobody's, or only a copy. */
const withheld: Record<string, string> = {
  'users.password_hash': SECRET,
  'users.referrer_id': 'another person’s id: their name is given',
  'users.registered_by': 'a hash that only the browser which sent the form could make again',
  'users.census_status': 'a copy of what the census gives',
  'users.census_version': WORK,
  'users.census_group': 'worked out of `census_status`',
  'users.census_municipio': 'a copy of what the census gives',
  'users.census_puesto': 'a copy of what the census gives',
  'users.census_mesa': 'a copy of what the census gives',
  'users.changed_at': WORK,
  'users.search_name': 'the name once more, as it is searched for',
  'users.search_text': 'name, cédula and phone once more, as they are searched for',
  'users.staff_until': 'the roles that they had are in the trail, which is given',
  'users.admin_since': 'the roles that they had are in the trail, which is given',
  'users.admin_by': 'another person’s id',
  'users.held_since': 'since when the rest is given: the decision is in the trail',
  'users.shared': 'worked out of the consents',
  'consents.id': KEY,
  'consents.user_id': KEY,
  'consents.outdated': WORK,
  'consent_texts.*':
    'the texts themselves, which are everybody’s: the version and the hash of each are given',
  'users.asked_again': WORK,
  'users.phone_changed_at': 'that it changed, and when, is in the trail, which is given',
  'sessions.id': KEY,
  'sessions.user_id': KEY,
  'sessions.token_hash': SECRET,
  'devices.user_id': KEY,
  'devices.token_hash': SECRET,
  'factors.id': KEY,
  'factors.user_id': KEY,
  'factors.secret': SECRET,
  'factors.last_step': WORK,
  'factors.credential_id': SECRET,
  'factors.public_key': SECRET,
  'factors.counter': WORK,
  'factors.transports': WORK,
  'recovery_codes.user_id': KEY,
  'recovery_codes.code_hash': SECRET,
  'pending_logins.*':
    'a login that waits for minutes for its second factor: the session that it becomes is given',
  'challenges.*': 'what a passkey signs within minutes; gone then',
  'one_times.*': SECRET,
  'recovery_asks.*': 'gone as soon as the message is queued, which is given',
  'guesses.cedula': KEY,
  'guesses.source': 'a hash of where somebody else may have guessed from',
  'guesses.last_attempt': WORK,
  'login_failures.cedula': KEY,
  'login_failures.last_attempt': WORK,
  'audit.id': KEY,
  'audit.actor_id':
    'who did it is told in words: the person, who invited them by name, who administers by role',
  'audit.subject_ids': 'other people’s ids: how many they were is given',
  'audit.since': 'of a visit, as in `audit_looks`, which became it',
  'audit.times': 'of a visit, as in `audit_looks`, which became it',
  'audit.seen': 'how often each was looked at: of the person it is given to themselves',
  'audit_looks.id': KEY,
  'audit_looks.actor_id': 'as in the trail',
  'audit_looks.subject_ids': 'as in the trail',
  'audit_looks.seen': 'as in the trail',
  'trail.*': 'both of these tables',
  'audit_chain.*': 'hashes that show whether the trail was changed',
  'audit_checkpoints.*': 'of the trail as a whole',
  'messages.id': KEY,
  'messages.user_id': KEY,
  'messages.phone': 'the phone that is given; gone once the message was sent',
  'messages.body': 'has a code while it waits; gone once it was sent',
  'messages.code': SECRET,
  'messages.urgent': WORK,
  'messages.expires_at': WORK,
  'messages.due_at': WORK,
  'messages.tries': WORK,
  'messages.tried_at': WORK,
  'messages.error': WORK,
  'push_subscriptions.id': KEY,
  'push_subscriptions.user_id': KEY,
  'push_subscriptions.session_id': KEY,
  'push_subscriptions.endpoint': SECRET,
  'push_subscriptions.p256dh': SECRET,
  'push_subscriptions.auth': SECRET,
  'push_subscriptions.server_key': 'the portal’s own',
  'pushes.*': 'a notice on its way to a browser: that there is an answer, which is given',
  'pending_registrations.*': 'of who has no account yet, gone within a day: what becomes an account is given',
  'message_counts.*': 'counts under a keyed hash, gone after a day',
  'claims.subnet': 'a hash of where somebody else wrote from',
  'claims.approved_by': 'another person’s id',
  'recovery_requests.id': KEY,
  'recovery_requests.user_id': KEY,
  'recovery_requests.asked_by': 'another person’s id',
  'recovery_requests.decided_by': 'who administers is not named: the portal answers for them',
  'requests.id': KEY,
  'requests.user_id': KEY,
  'requests.nombre_completo': 'of who wrote without an account; else the account has it',
  'requests.cedula': 'of who wrote without an account; else the account has it',
  'requests.contact': 'where who wrote a letter wants the answer: perhaps not the person themselves',
  'requests.is_erased': 'true of nobody who can ask',
  'requests.lapsed_at': WORK,
  'requests.created_at': WORK,
  'requests.created_by': 'who administers is not named: the portal answers for them',
  'requests.answered_by': 'who administers is not named: the portal answers for them',
  'claims.id': KEY,
  'claims.user_id': KEY,
  'claims.nombre_completo': 'of whoever claims, who is another person',
  'claims.phone': 'of whoever claims',
  'claims.contact': 'of whoever claims',
  'claims.evidence': 'of whoever claims',
  'claims.decided_by': 'who administers is not named: the portal answers for them',
  'referral_counts.*': 'how many people they invited is given',
  'referral_places.*': 'where the people whom they invited vote: how many these are is given',
  'removed_users.*': 'of people who are not there any more',
  'erasures.*': 'of people who are not there any more',
  'erasure_consents.*': 'of people who are not there any more',
  'audit_redactions.*': 'of the trail, about people who are not there any more',
  'counted_gone.*': 'of people who are gone, as hashes',
  'redacting.*': 'of people who are gone, until the trail has lost them',
  'activity.*': 'the day of their last use, which their sessions say to the minute',
  'secrets.*': SECRET,
  'backups.*': 'of the portal as a whole: when copies were made',
  'dead_letters.*': 'an event that could not be handled, on its way to what is given',
  'outbox.*': 'an event on its way to what is given',
  'catch_up.*': WORK,
  'migrations.*': WORK,
};

/** Columns that hold a day, which the driver gives as the midnight at which it begins here. */
const dates = new Set(['asked_on', 'lapses_on', 'completed_on', 'received_on', 'due_on']);
const dayOf = (value: unknown): string =>
  value instanceof Date
    ? [value.getFullYear(), value.getMonth() + 1, value.getDate()]
        .map((part) => String(part).padStart(2, '0'))
        .join('-')
    : String(value);

const names = Object.entries(given).flatMap(([table, { columns }]) =>
  columns.map((column) => `${table}.${column}`),
);

describe('What accounts gives a person of what it holds', () => {
  const database = useDatabase('accounts');

  it('is decided of every column there is, and of none that is gone', async () => {
    const columns = await columnsOf(database, 'accounts');
    expect(
      undecided(columns, names, withheld),
      'given to the person, or withheld with a reason?',
    ).to.deep.equal([]);
    expect(obsolete(columns, names, withheld)).to.deep.equal([]);
  });

  it('is all that is theirs in those columns, and nothing of anybody else', async () => {
    const [{ id: mine, cedula }, { id: others, cedula: foreign }] = [
      await createPerson(database.fork(), { consent, nombreCompleto: 'Ana Completa' }),
      await createPerson(database.fork(), { consent, nombreCompleto: 'Otra Distinta' }, at(7_777)),
    ];
    for (const [userId, number, minute] of [
      [mine, cedula, 1],
      [others, foreign, 500],
    ] as const)
      await fill(userId, number, minute);

    const actor = actorOf({ id: mine, role: 'USER' });
    const account = await takeOwnAccount(database.fork(), { actor, format: 'json', ip }, at(9_999));
    const { items } = await listOwnTrail(database.fork(), { actor, limit: 500 });
    const requests = await listOwnRequests(database.fork(), { actor }, at(9_999));
    const file = JSON.stringify([account, items, requests]);

    for (const [table, { whose, columns }] of Object.entries(given)) {
      const rows = (value: string) =>
        database.query<Record<string, unknown>>(`select * from accounts."${table}" where "${whose}" = $1`, [
          value,
        ]);
      const keys = whose === 'cedula' ? [cedula, foreign] : [mine, others];
      const own = await rows(keys[0] ?? '');
      expect(own, `${table} has rows of the person`).not.to.be.empty;
      const told = new Set<string>();
      for (const row of own)
        for (const column of columns) {
          if (row[column] === null) continue;
          told.add(column);
          const value = row[column];
          expect(file, `${table}.${column}`).to.include(dates.has(column) ? dayOf(value) : asGiven(value));
        }
      expect([...told], `every column of ${table} is filled`).to.have.members([...columns]);
      for (const row of await rows(keys[1] ?? ''))
        for (const column of columns.filter((one) => row[one] instanceof Date && !dates.has(one)))
          expect(file, `another’s ${table}.${column}`).not.to.include(asGiven(row[column]));
    }
    for (const foreign of ['Otra Distinta', others]) expect(file).not.to.include(foreign);
  });

  /** Fills every column of somebody's, each moment another. */
  const fill = async (userId: string, cedula: string, minute: number): Promise<void> => {
    let moments = 0;
    const moment = () => {
      moments += 1;
      return at(minute * 60 + moments);
    };
    const insert = (table: string, row: Record<string, unknown>) =>
      database.query(
        `insert into accounts."${table}" (${Object.keys(row)
          .map((column) => `"${column}"`)
          .join(', ')}) values (${Object.keys(row)
          .map((_, index) => `$${index + 1}`)
          .join(', ')})`,
        Object.values(row),
      );
    await database.query(
      `update accounts.users set phone_pending = $2, phone_proven_at = $3, suspended_at = $4, factor_since = $5,
         factor_demanded_at = $6, referral_goal = $7 where id = $1`,
      [userId, `+57311000${minute}`, moment(), moment(), moment(), moment(), 4_000 + minute],
    );
    await database.query(
      `update accounts.consents set withdrawn_at = $2, text_hash = $3 where user_id = $1 and purpose = 'sharing'`,
      [userId, moment(), `huella-${minute}`],
    );
    await openSession(
      database.fork(),
      userId,
      { persistent: true, ...origin, userAgent: `Navegador ${minute}` },
      moment(),
    );
    await database.query('update accounts.sessions set replaced_at = $2, ip = $3 where user_id = $1', [
      userId,
      moment(),
      `198.51.100.${minute % 250}`,
    ]);
    await insert('devices', {
      ...{ token_hash: `d${minute}`, user_id: userId, last_used_at: moment(), expires_at: moment() },
    });
    await insert('factors', {
      ...{ id: crypto.randomUUID(), user_id: userId, kind: 'totp', label: `Aplicación ${minute}` },
      ...{ created_at: moment(), confirmed_at: moment(), last_used_at: moment(), secret: `s${minute}` },
    });
    await insert('recovery_codes', { user_id: userId, code_hash: `c${minute}`, used_at: moment() });
    await insert('guesses', { cedula, source: `x${minute}`, failures: 70 + minute, last_at: moment() });
    await insert('login_failures', { cedula, failures: 80 + minute, last_at: moment() });
    await insert('messages', {
      ...{ id: crypto.randomUUID(), user_id: userId, kind: 'phone_code', urgent: true, state: 'sent' },
      ...{ created_at: moment(), expires_at: moment(), ended_at: moment() },
    });
    await insert('push_subscriptions', {
      ...{ id: crypto.randomUUID(), user_id: userId, endpoint: `https://push.invalid/${minute}` },
      ...{ host: `push-${minute}.invalid`, p256dh: 'p', auth: 'a', server_key: 's' },
      ...{ user_agent: `Avisado ${minute}`, created_at: moment(), seen_at: moment(), last_ok_at: moment() },
    });
    await insert('recovery_requests', {
      ...{ id: crypto.randomUUID(), user_id: userId, kind: 'password', reason: `Perdió ${minute}` },
      ...{ created_at: moment(), decided_at: moment(), granted: true, decision: `Vino ${minute}` },
    });
    await insert('requests', {
      ...{ id: crypto.randomUUID(), kind: 'consulta', topic: 'datos', channel: 'portal', user_id: userId },
      ...{
        nombre_completo: '',
        cedula: '',
        contact: '',
        text: `Pregunta ${minute}`,
        received_on: '2026-01-02',
      },
      ...{
        due_on: '2026-01-20',
        asked_on: '2026-11-27',
        missing: `falta de ${userId}`,
        lapses_on: '2027-01-27',
        completed_on: '2026-11-30',
        completion: `completado por ${userId}`,
        extension: `Demora ${minute}`,
        created_at: moment(),
        answered_at: moment(),
      },
      ...{ answer_channel: 'correo', answer: `Respuesta ${minute}` },
    });
    await insert('claims', {
      ...{
        id: crypto.randomUUID(),
        user_id: userId,
        nombre_completo: 'Quien Reclama',
        phone: '+573000000001',
      },
      ...{
        contact: 'quien@reclama.invalid',
        subnet: 'de quien reclama',
        evidence: 'Una foto',
        created_at: moment(),
        decided_at: moment(),
      },
      ...{ granted: false, decision: `No es ${minute}` },
    });
    const actor = actorOf({ id: userId, role: 'USER' });
    const entry = {
      actor,
      action: 'password.change' as const,
      subjectIds: [userId],
      ip: `203.0.113.${minute % 250}`,
    };
    await audit(database.fork(), { ...entry, detail: `Detalle ${minute}` }, moment());
    for (let times = 0; times < 2; times += 1)
      await noteLook(
        database.fork(),
        { ...entry, action: 'user.read', ip: `203.0.112.${minute % 250}`, detail: `Mirada ${minute}` },
        moment(),
      );
  };
});

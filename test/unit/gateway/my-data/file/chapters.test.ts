import { expect } from 'chai';
import { chaptersOf } from '../../../../../services/gateway/my-data/file/chapters.ts';
import { writeHtml } from '../../../../../services/gateway/my-data/file/html.ts';
import { writeJson } from '../../../../../services/gateway/my-data/file/json.ts';
import type { OwnAccount, OwnEntry, OwnHistory } from '../../../../../shared/contract/own-data.ts';
import type { OwnRequest } from '../../../../../shared/contract/requests.ts';
import type { Call } from '../../../../../shared/moleculer/call.ts';

let minutes = 0;
/** Another moment each time, so that each is found. */
const moment = (): string => {
  minutes += 1;
  return new Date(Date.UTC(2026, 0, 1, 12, minutes)).toISOString();
};

const decided = () => ({
  createdAt: moment(),
  decidedAt: moment(),
  granted: true,
  decision: 'Trajo la cédula',
});
const account: OwnAccount = {
  user: {
    ...{
      id: '11111111-1111-4111-8111-111111111111',
      cedula: '1020304050',
      nombreCompleto: 'Ana <b>Rara</b>',
    },
    ...{ phone: '+573001234567', role: 'LEADER', referralCode: 'ABCD2345', referralGoal: 37 },
    createdAt: moment(),
  },
  ...{ referrer: 'Lidia Antes', referrals: 41, phoneProvenAt: moment(), phonePending: '+573009876543' },
  ...{ suspendedAt: moment(), factorSince: moment(), factorDemandedAt: moment() },
  consents: [
    {
      ...{ purpose: 'sharing', policyVersion: '2026-11-26', textHash: 'abc123', channel: 'web' },
      ...{ grantedAt: moment(), withdrawnAt: moment(), ip: '192.0.2.7', userAgent: 'Navegador Uno' },
    },
  ],
  sessions: [
    {
      ...{ createdAt: moment(), lastUsedAt: moment(), expiresAt: moment(), provedAt: moment() },
      ...{ replacedAt: moment(), userAgent: 'Navegador Dos', ip: '192.0.2.8' },
    },
  ],
  devices: [{ lastUsedAt: moment(), expiresAt: moment() }],
  factors: [
    { kind: 'totp', label: 'Mi app', createdAt: moment(), confirmedAt: moment(), lastUsedAt: moment() },
  ],
  recoveryCodes: { total: 9, usedAt: [moment()] },
  messages: [{ kind: 'phone_code', state: 'sent', createdAt: moment(), endedAt: moment() }],
  browsers: [
    {
      ...{ service: 'push.example', userAgent: 'Navegador Tres' },
      ...{ createdAt: moment(), seenAt: moment(), lastOkAt: moment() },
    },
  ],
  recoveries: [{ kind: 'factor', reason: 'Perdió el celular', ...decided() }],
  claims: [decided()],
  wrongPasswords: [{ failures: 7, lastAt: moment() }],
};
const lookup = () => ({
  ...{ startedAt: moment(), finishedAt: moment(), outcome: 'timeout' as const, source: 'consultacenso' },
});
const history: OwnHistory = {
  record: {
    ...{ status: 'ACTIVE', cedula: '1020304050', error: 'network', requestedBy: 'other', attempt: 2 },
    answer: {
      ...{ kind: 'active', departamento: 'ANTIOQUIA', municipio: 'MEDELLÍN', puesto: 'ESC RURAL' },
      ...{ direccion: 'CL 12', mesa: '4', mapa: { lat: 6.25, lng: -75.5 } },
    },
    ...{
      answeredAt: moment(),
      move: { changedAt: moment(), seenAt: moment() },
      requestedAt: moment(),
      dueAt: moment(),
      createdAt: moment(),
      updatedAt: moment(),
    },
  },
  places: [
    {
      ...{
        departamento: 'HUILA',
        municipio: 'NEIVA',
        puesto: 'COLISEO VIEJO',
        direccion: 'KR 9',
        mesa: '41',
      },
      ...{ from: moment(), until: moment(), source: 'consultacenso' },
    },
  ],
  batches: [
    {
      ...{ requestedAt: moment(), total: 5, done: 4, failed: 3, skipped: 2 },
      ...{ cancelledAt: moment(), finishedAt: moment() },
    },
  ],
  items: [lookup()],
  next: 'segunda',
};
const second = lookup();
const requests: OwnRequest[] = [
  {
    ...{ id: '22222222-2222-4222-8222-222222222222', number: 71, kind: 'reclamo', topic: 'correccion' },
    ...{ channel: 'carta', text: 'Mi nombre está mal', receivedOn: '2026-11-26', dueOn: '2026-12-18' },
    ...{ extension: 'Faltaba un papel', state: 'answered' },
    completion: {
      ...{ missing: 'Falta cuál nombre', askedOn: '2026-11-27', until: '2027-01-27' },
      given: { text: 'Mi segundo nombre', on: '2026-11-30' },
    },
    answer: { at: moment(), channel: 'correo', text: 'Ya quedó bien', by: null },
  },
];
const entries: OwnEntry[] = [
  { at: moment(), by: 'self', action: 'password.change', people: 1, ip: '192.0.2.9', detail: 'Detalle Uno' },
  {
    by: { kind: 'person', name: 'Lidia Antes', role: 'LEADER' },
    ...{ at: moment(), action: 'referral.read', people: 500, ip: null, detail: null },
  },
];

const asked: unknown[] = [];
const call = (async (name: string, params: { cursor?: string }) => {
  asked.push([name, params.cursor]);
  if (name === 'census.ownHistory') return { record: null, batches: [], items: [second], next: null };
  return params.cursor === undefined
    ? { items: entries.slice(0, 1), next: 'otra' }
    : { items: entries.slice(1), next: null };
}) as unknown as Call;

const read = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
};
const made = new Date('2026-11-26T12:00:00Z');
const chapters = () => chaptersOf(account, history, requests, call);

/** Every text, number and moment in what the services gave. */
const leavesOf = (value: unknown): (string | number)[] => {
  if (typeof value === 'string' || typeof value === 'number') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(leavesOf) : [];
};
/** Said in words, or in another form. */
const inWords = new Set<unknown>([
  ...[
    'LEADER',
    'sharing',
    'web',
    'totp',
    'factor',
    'phone_code',
    'sent',
    'ACTIVE',
    'active',
    'network',
    'other',
  ],
  ...['timeout', 'consultacenso', 'person', 'self', 'password.change', 'referral.read', 'segunda'],
  ...['reclamo', 'correccion', 'carta', 'correo', 'answered', '22222222-2222-4222-8222-222222222222'],
  ...['1020304050', '+573001234567', '+573009876543'],
]);

describe('The file of a person’s data', () => {
  it('is an object for programs that has every value that the services gave', async () => {
    const text = await read(writeJson(chapters(), made));
    const file = JSON.parse(text);

    const told = new Set(leavesOf(file));
    for (const leaf of leavesOf([account, history, requests, second, entries]).filter(
      (one) => !inWords.has(one),
    ))
      expect(told.has(leaf), `${leaf} is told`).to.equal(true);
    expect(file.cuenta).to.include({ cedula: '1.020.304.050', celular: '300 123 4567', rol: 'Líder' });
    expect(file.consultas).to.have.lengthOf(2);
    expect(file.anotaciones.map(({ quien }: { quien: string }) => quien)).to.deep.equal([
      'Usted',
      'Lidia Antes (líder)',
    ]);
  });

  it('has no word of the program’s own in either form', async () => {
    const texts = [await read(writeJson(chapters(), made)), await read(writeHtml(chapters(), made))];
    for (const text of texts)
      expect(text).not.to.match(
        /\b(LEADER|USER|ACTIVE|sharing|totp|factor|phone_code|sent|network|timeout|password\.change|referral\.read|undefined|self)\b(?!":)/,
      );
  });

  it('is a page for people that needs nothing else, with what is unknown left out and texts as texts', async () => {
    const html = await read(writeHtml(chapters(), made));
    expect(html).to.include('Ana &lt;b&gt;Rara&lt;/b&gt;').and.not.include('<b>');
    expect(html).not.to.match(/https?:|src=|href=|<script/);
    expect(html).to.include('26 de noviembre de 2026');
    expect(html.match(/<section>/g)).to.have.lengthOf(chapters().length);
  });

  it('is whole also of who has nothing yet', async () => {
    const nothing: OwnHistory = { record: null, batches: [], items: [], next: null };
    const empty = { ...account, consents: [], sessions: [], messages: [], claims: [] };
    const file = JSON.parse(await read(writeJson(chaptersOf(empty, nothing, [], call), made)));
    expect(file).to.deep.include({ autorizaciones: [], consultas: [], censo: { guardada: false } });
    expect(await read(writeHtml(chaptersOf(empty, nothing, [], call), made))).to.include('<p>Nada.</p>');
  });

  it('asks for the next page only when the one before was taken', async () => {
    asked.length = 0;
    const pieces = writeJson(chapters(), made);
    await pieces.next();
    expect(asked).to.deep.equal([]);
    await read(pieces);
    expect(asked).to.deep.equal([
      ['census.ownHistory', 'segunda'],
      ['accounts.ownTrail', undefined],
      ['accounts.ownTrail', 'otra'],
    ]);
  });

  it('breaks off rather than go round in a page that leads to itself', async () => {
    const round = (async () => ({ items: entries, next: 'otra' })) as unknown as Call;
    const failed = await read(
      writeJson(chaptersOf(account, { ...history, next: null }, [], round), made),
    ).then(
      () => null,
      (error: Error) => error.message,
    );
    expect(failed).to.include('leads nowhere');
  });
});

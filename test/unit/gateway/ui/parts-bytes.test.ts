import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync } from 'node:zlib';
import { expect } from 'chai';
import type { CensusView } from '../../../../shared/contract/census.ts';
import { type LookupsState, NOBODY } from '../../../../shared/contract/lookups.ts';
import { type Played, type PlayedApp, playApp } from '../support/played-app.ts';
import { tokenOf } from '../support/tokens.ts';
import { personWith, viewWith } from '../support/views.ts';

/** What people pay for by the megabyte: a look at one change, with its headers. */
const MOST = 3_000;
const AT = '2026-05-31T14:00:00.000Z';

const places = ['I.E. LAS ACACIAS', 'COLEGIO SAN JOSÉ DE LA MONTAÑA', 'PUESTO CABECERA MUNICIPAL'];
const answered = (userId: string, index = 0): CensusView =>
  viewWith({
    ...{ userId, status: 'ACTIVE', answeredAt: AT, mayRefresh: true, version: 8 },
    answer: {
      ...{ kind: 'active', departamento: 'TOLIMA', municipio: 'VILLA ESPERANZA' },
      ...{ puesto: places[index % 3] ?? '', direccion: `CL ${index} # 3-4`, mesa: String(index) },
    },
  });

describe('A look at what changed, as it goes over the line', () => {
  let app: PlayedApp | undefined;
  afterEach(() => app?.close());

  const open = async (path: string, known?: string) => {
    const response = await app?.open(path, {
      headers: {
        ...{ cookie: `censo-session=${tokenOf('played')}`, 'accept-encoding': 'gzip, br' },
        'sec-fetch-site': 'same-origin',
        ...(known === undefined ? {} : { 'censo-tiene': known }),
      },
    });
    if (response === undefined) throw new Error('no app');
    const body = await buffer(response);
    const packed = response.headers['content-encoding'] === 'br';
    const html = (packed ? brotliDecompressSync(body) : body).toString();
    const headers = response.rawHeaders.reduce((sum, part) => sum + part.length + 2, 20);
    return { html, bytes: body.length + headers, status: response.statusCode };
  };
  /** Opens a page, lets something happen, and looks. @returns the page's new parts, and their bytes */
  const changing = async (play: Played, path: string, change: () => void) => {
    app = await playApp({ 'accounts.registered': () => [], 'census.batch': () => null, ...play });
    const whole = await open(path);
    expect(app.faults).to.deep.equal([]);
    expect(whole.status).to.equal(200);
    const known = [...whole.html.matchAll(/ data-h="([^"]+)"/g)].map(([, hash]) => hash).join(' ');
    change();
    const look = await open(path, known);
    expect(app.faults).to.deep.equal([]);
    return {
      whole: whole.html,
      keys: [...look.html.matchAll(/data-key="([^"]+)"/g)].map(([, key]) => key),
      bytes: look.bytes,
    };
  };

  for (const size of [25, 100])
    it(`is less than 3 kB when one of ${size} people in a list has an answer`, async () => {
      const reader = personWith({ role: 'LEADER' });
      const people = Array.from({ length: size }, (_, i) =>
        personWith({ nombreCompleto: `Persona Inventada ${i}`, cedula: String(1_000_000_000 + i) }),
      );
      const luz = people[7]?.id ?? '';
      let isWaiting = true;
      const { keys, bytes, whole } = await changing(
        {
          'accounts.session': () => ({ user: reader, passport: 'a passport' }),
          'accounts.referrals': () => ({
            ...{ items: people, kept: [], left: [], next: 'more', previous: null, leader: null, led: {} },
            counts: isWaiting
              ? { todos: 300, pendientes: 7, encontrados: 221, novedades: 37, errores: 21 }
              : { todos: 300, pendientes: 6, encontrados: 222, novedades: 37, errores: 21 },
          }),
          'census.views': () =>
            people.map(({ id }, index) =>
              id === luz && isWaiting ? viewWith({ userId: id }) : answered(id, index),
            ),
        },
        `/referidos/?por=${size}`,
        () => {
          isWaiting = false;
        },
      );
      expect(whole).to.match(/<div data-h="[^"]+" id="lista"/);
      expect(keys).to.have.members(['cuentas', `persona-${luz}`, 'volver-a-consultar']);
      expect(bytes).to.be.below(MOST);
    });

  it('is less than 3 kB when one’s own answer has come', async () => {
    const user = personWith();
    const queue = { position: 13, expectedAt: AT };
    let view: CensusView = viewWith({ userId: user.id, queue });
    const { keys, bytes } = await changing(
      {
        'accounts.session': () => ({ user, passport: 'a passport' }),
        'census.view': () => view,
        'accounts.phone': () => ({
          ...{ phone: user.phone, confirmedAt: null, pending: null, canConfirm: false },
          ...{ resendAt: null, codeUntil: null, recoversFrom: null },
        }),
      },
      '/perfil/',
      () => {
        view = answered(user.id, 1);
      },
    );
    expect(keys).to.deep.equal(['censo']);
    expect(bytes).to.be.below(MOST);
  });

  for (const path of ['/', '/admin/consultas/'])
    it(`is less than 3 kB when lookups went on, at ${path} of who operates`, async () => {
      const user = personWith({ role: 'OPERATOR' });
      let answeredNow = 3;
      const lane = { reason: null, refusals: 0, failing: 0, openUntil: null, since: null, lastUsedAt: AT };
      const state = (): LookupsState => ({
        ...{ hold: null, pause: null },
        lanes: ['directa', 'otra', 'tercera'].map((name) => ({ ...lane, name, circuit: 'closed' as const })),
        workers: [1, 2, 3].map((n) => ({ name: `scraper-${n}`, slots: 3, trouble: null, seenAt: AT })),
        queue: {
          ...{ person: 2, single: 1, bulk: 300 - answeredNow },
          ...{ scheduled: 8, later: 2, running: 3, oldestDueAt: AT },
        },
        statuses: { PENDING: 300 - answeredNow, ACTIVE: answeredNow } as LookupsState['statuses'],
        pace: { intervalMs: 5_060, lookupMs: 1_940, lastDepartureAt: AT },
        operations: Array.from({ length: 20 }, (_, n) => ({
          ...{ at: AT, by: n % 3 === 0 ? user.id : NOBODY, detail: 'otra blocked' },
          kind: (['pause', 'opened', 'closed'] as const)[n % 3] ?? 'pause',
        })),
        lastHour: Array.from({ length: 12 }, (_, n) => ({
          ...{ from: new Date(Date.parse(AT) + n * 300_000).toISOString() },
          ...{ answered: answeredNow + n, failed: 1, ours: n % 2 },
        })),
        emptyAt: AT,
      });
      const { keys, bytes } = await changing(
        {
          'accounts.session': () => ({ user, passport: 'a passport' }),
          'accounts.staff': () => [{ id: user.id, nombreCompleto: 'Olga Operadora' }],
          'accounts.deadLetters': () => ({ total: 0, items: [] }),
          'census.deadLetters': () => ({ total: 0, items: [] }),
          'census.lookups': state,
        },
        path,
        () => {
          answeredNow += 1;
        },
      );
      expect(keys).not.to.be.empty;
      expect(bytes).to.be.below(MOST);
    });
});

import { expect } from 'chai';
import { pageQuery } from '../../../../services/gateway/filter/query.ts';
import { presentRow } from '../../../../services/gateway/referrals/row-view.ts';
import { presentTabs } from '../../../../services/gateway/referrals/view.ts';
import type { ReferralCounts, StatusFilter, User } from '../../../../shared/contract/accounts.ts';
import { type CensusView, statuses } from '../../../../shared/contract/census.ts';
import { LEADER, NOW, PERSON, viewWith } from '../support/views.ts';

const user: User = {
  ...{ id: PERSON.id, cedula: '1020304050', nombreCompleto: 'Ana Inventada', phone: '+573001234567' },
  ...{ role: 'USER', referralCode: 'ABCD2345', referralGoal: 10, createdAt: NOW.toISOString() },
};
const rowWith = (change: Partial<CensusView> | null) => {
  const view = change === null ? null : viewWith({ mayRefresh: true, ...change });
  return presentRow(user, { view, led: null, actor: LEADER, now: NOW });
};
const SOON = new Date(NOW.getTime() + 30_000).toISOString();

describe('A row of the list of referrals', () => {
  it('can be chosen after a failure, and not with an answer', () => {
    const free = statuses.filter((status) => rowWith({ status }).pick.why === null);

    expect(free).to.deep.equal(['ERROR', 'TIMEOUT', 'BLOCKED']);
  });

  for (const [what, change, why] of [
    ['there is no lookup', null, /no tiene consulta/],
    ['the reader may only see it', { status: 'ACTIVE', mayRefresh: false }, /No puede actualizar/],
    ['a lookup is under way', { status: 'PROCESSING' }, /ya está en camino/],
    ['the answer is final', { status: 'NOT_FOUND' }, /casi nunca cambia/],
    ['there is an answer', { status: 'ACTIVE' }, /Ya tiene respuesta/],
    ['it was asked a moment ago', { status: 'TIMEOUT', refreshableAt: SOON }, /Se consultó hace poco/],
  ] as const) {
    it(`says why it cannot be chosen when ${what}`, () => {
      expect(rowWith(change).pick.why).to.match(why);
    });
  }

  it('knows until when a cooldown lasts, and that other reasons do not end by themselves', () => {
    expect(rowWith({ status: 'TIMEOUT', refreshableAt: SOON }).pick.freeAt).to.equal(SOON);
    expect(rowWith({ status: 'NOT_FOUND', refreshableAt: SOON }).pick.freeAt).to.equal(null);
  });

  it('says where somebody votes before it is opened, and never that somebody has died', () => {
    const place = { puesto: 'ESC EL ROBLE', mesa: '3', municipio: 'VILLA ESPERANZA' };
    const answer = { kind: 'active', departamento: 'TOLIMA', direccion: 'VDA EL ROBLE', ...place } as const;
    expect(rowWith({ status: 'ACTIVE', answer }).summary).to.equal('Esc El Roble, mesa 3, Villa Esperanza');

    const death = { kind: 'cancelled', novedad: 'Muerte', resolucion: '', fechaNovedad: '' } as const;
    expect(rowWith({ status: 'CANCELLED_DECEASED', answer: death }).summary).to.equal('Ver la novedad');
  });

  it('says something for every status, with and without an answer', () => {
    const texts = statuses.map((status) => rowWith({ status }).summary);
    for (const text of [...texts, rowWith(null).summary]) expect(text).not.to.equal('');
  });
});

describe('The tabs of the list of referrals', () => {
  it('are those that were counted for the reader, one of them current', () => {
    const counts = { todos: 6, pendientes: 1, encontrados: 2, novedades: 0, errores: 3 };
    const tabs = presentTabs({ counts, beyond: [] }, pageQuery({ status: 'errores' }), true);

    expect(tabs.map(({ label, count }) => `${label} ${count}`)).to.deep.equal([
      ...['Todos 6', 'Pendientes 1', 'Encontrados 2', 'Novedades 0', 'Errores 3'],
    ]);
    expect(tabs.filter(({ current }) => current).map(({ status }) => status)).to.deep.equal(['errores']);
    expect(presentTabs({ counts: { todos: 6 }, beyond: [] }, pageQuery({}), false)).to.have.lengthOf(1);
  });

  it('say where there are more than were counted, and nothing where nobody counted', () => {
    const said = (counts: ReferralCounts, beyond: StatusFilter[], mayRead = true) =>
      presentTabs({ counts, beyond }, pageQuery({ q: 'ana', status: 'errores' }), mayRead).map(
        ({ label, count }) => `${label} ${count}`,
      );
    expect(said({ todos: 1_000, errores: 70 }, ['todos'])).to.deep.equal([
      ...['Todos +1.000', 'Pendientes null', 'Encontrados null', 'Novedades null', 'Errores 70'],
    ]);
    expect(said({ todos: 1_000, errores: 1_000 }, ['todos', 'errores'])).to.include('Errores +1.000');
    expect(said({ todos: 1_000 }, ['todos'], false)).to.deep.equal(['Todos +1.000']);
  });
});

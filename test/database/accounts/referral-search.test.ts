import { expect } from 'chai';
import type { UserRow } from '../../../services/accounts/persistence/entities.ts';
import { countByFilter } from '../../../services/accounts/referrals/counts.ts';
import { listReferrals } from '../../../services/accounts/referrals/referrals.ts';
import { copyCensusStatus } from '../../../services/accounts/users/census-status.ts';
import { useDatabase } from '../../support/postgres.ts';
import { at } from '../support/clock.ts';
import { actorOf, createPerson, origin } from './support/people.ts';

describe('A search among referrals', () => {
  const database = useDatabase('accounts');
  let leader: UserRow;

  beforeEach(async () => {
    leader = await createPerson(database.fork(), { role: 'LEADER' });
    const people = [
      { nombreCompleto: 'José Ñáñez Peña', cedula: '1234567890', phone: '3001112233' },
      { nombreCompleto: 'María José Núñez', cedula: '9876543', phone: '3129998877' },
      { nombreCompleto: 'Íngrid Ávila', cedula: '55500011', phone: '3155551234' },
    ];
    for (const person of people)
      await createPerson(database.fork(), { ...person, referrerId: leader.id }, at(0));
  });

  const namesFor = async (q: string): Promise<string[]> => {
    const params = { actor: actorOf(leader), status: 'todos', sort: 'name', limit: 25, origin } as const;
    const { items } = await listReferrals(database.fork(), { ...params, q }, at(1));
    return items.map(({ nombreCompleto }) => nombreCompleto);
  };

  for (const [what, q, names] of [
    ['a name without its accents', 'nunez', ['María José Núñez']],
    ['a name with accents that it does not have', 'avíla', ['Íngrid Ávila']],
    ['capitals without accents', 'INGRID', ['Íngrid Ávila']],
    ['several words in any order', 'nunez maria', ['María José Núñez']],
    ['only who has all the words', 'jose pena', ['José Ñáñez Peña']],
    ['everybody who has the word', '  josé ', ['José Ñáñez Peña', 'María José Núñez']],
    ['a word and a number together', 'jose 312', ['María José Núñez']],
    ['a phone that was typed in groups', '300 111 2233', ['José Ñáñez Peña']],
    ['nobody when one word fits nobody', 'jose zapata', []],
  ] as const) {
    it(`finds ${what}`, async () => {
      expect(await namesFor(q)).to.deep.equal(names);
    });
  }

  it('is counted by filter, those without a status among the ones who wait', async () => {
    const maria = await database.query<{ id: string }>(
      `select id from accounts.users where nombre_completo = 'María José Núñez'`,
    );
    const userId = maria[0]?.id ?? '';
    await copyCensusStatus(database.fork(), { userId, referrerId: leader.id, status: 'ACTIVE', version: 1 });
    const count = (q: string) => countByFilter(database.fork(), { actor: actorOf(leader), q });

    const none = { novedades: 0, errores: 0 };
    expect(await count('jose')).to.deep.equal({ todos: 2, pendientes: 1, encontrados: 1, ...none });
    expect(await count('')).to.deep.equal({ todos: 3, pendientes: 2, encontrados: 1, ...none });
    expect(await count('zapata')).to.deep.equal({ todos: 0, pendientes: 0, encontrados: 0, ...none });
  });
});

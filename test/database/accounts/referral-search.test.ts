import { expect } from 'chai';
import { copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import { createSettled } from '../../../services/accounts/consent/keep-current.ts';
import { countByFilter } from '../../../services/accounts/referrals/numbers.ts';
import { listReferrals } from '../../../services/accounts/referrals/referrals.ts';
import type { Sharing } from '../../../services/accounts/referrals/shown.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { actorOf, createPerson, ip } from './support/people.ts';
import { anyText } from './support/policy.ts';

describe('A search among referrals', () => {
  const database = useDatabase('accounts');
  let leader: UserRow;

  beforeEach(async () => {
    leader = await createPerson(database.fork(), { role: 'LEADER' });
    const people = [
      { nombreCompleto: 'José Ñáñez Peña', cedula: '1234567890', phone: '+573001112233' },
      { nombreCompleto: 'María José Núñez', cedula: '9876543', phone: '+573129998877' },
      { nombreCompleto: 'Íngrid Ávila', cedula: '55500011', phone: '+573155551234' },
      { nombreCompleto: 'Ma. Luz Peña-Muñoz D’Angelo', cedula: '1020304050', phone: '+573107654321' },
      { nombreCompleto: 'Óscar Exterior', cedula: '79180867', phone: '+12133734253' },
      // As an earlier release stored it.
      { nombreCompleto: "Luz O'Hara", cedula: '660077', phone: '3019990000' },
    ];
    for (const person of people)
      await createPerson(database.fork(), { ...person, referrerId: leader.id }, at(0));
  });

  const namesFor = async (q: string): Promise<string[]> => {
    const params = {
      actor: actorOf(leader),
      status: 'todos',
      sort: 'name',
      limit: 25,
      counts: false,
      ip,
    } as const;
    const { items } = await listReferrals(database.fork(), anyText, { ...params, q }, at(1));
    return items.map(({ nombreCompleto }) => nombreCompleto);
  };

  const everybody = [
    'Íngrid Ávila',
    'José Ñáñez Peña',
    "Luz O'Hara",
    'Ma. Luz Peña-Muñoz D’Angelo',
    'María José Núñez',
    'Óscar Exterior',
  ];
  const angelo = ['Ma. Luz Peña-Muñoz D’Angelo'];
  const jose = ['José Ñáñez Peña'];
  for (const [what, names, ...searches] of [
    ['a name without its accents', ['María José Núñez'], 'nunez', 'NUÑEZ', 'nuñe'],
    [
      'a name with accents that it does not have',
      ['Íngrid Ávila'],
      'avíla',
      'INGRID',
      'Ávila'.normalize('NFD'),
    ],
    [
      'several words in any order',
      ['María José Núñez'],
      'nunez maria',
      'jose nunez',
      '\u200bNúñez,\u00a0María',
    ],
    ['only who has all the words', jose, 'jose pena', 'Peña, José'],
    ['everybody who has the word', ['José Ñáñez Peña', 'María José Núñez'], '  josé '],
    ['a word and a number together', ['María José Núñez'], 'jose 312', '312 jose', 'C.C. 9.876 nunez'],
    [
      'an apostrophe, whichever was typed',
      angelo,
      "D'Angelo",
      'D’Angelo',
      'd´angelo',
      'DʼANGELO',
      'dangelo',
      'angelo',
    ],
    ['names with their commas', angelo, 'Peña Muñoz, D’Angelo', 'Pena-Munoz', 'peña – muñoz', 'penamunoz'],
    ['an abbreviation', angelo, 'Ma. Luz', 'ma.luz', 'ma luz angelo'],
    ['the second surname', angelo, 'muñoz'],
    ['a name as an earlier release stored it', ["Luz O'Hara"], "o'hara", 'O’Hara', 'ohara'],
    ['a phone that was typed in groups', jose, '300 111 2233', '(300) 111-2233', '300.111.2233'],
    [
      'a phone with its country',
      angelo,
      '+57 310 765 4321',
      '57 3107654321',
      '0057-310-765-4321',
      'tel:+573107654321',
    ],
    [
      'a phone in groups',
      angelo,
      '310-765-4321',
      '310 765',
      '310-765',
      '765 4321',
      'Cel. 310 765 4321',
      '４３２１',
    ],
    [
      'a phone of another country',
      ['Óscar Exterior'],
      '+1 213 373 4253',
      '213 373',
      '(213) 373-4253',
      '001 213 373 4253',
    ],
    ['a phone as an earlier release stored it', ["Luz O'Hara"], '301 999 0000', '+57 301 999 0000'],
    [
      'a cédula however it is written',
      angelo,
      '1020304050',
      '1.020.304.050',
      'C.C. 1.020.304.050',
      '0001020304050',
      '1’020.304.050',
      '\u202a1020304050\u202c',
      '١٠٢٠٣٠٤٠٥٠',
    ],
    ['a part of a cédula', angelo, '1.020', '304.050', '10203', '4050', 'C.C. 1.020…', 'Cédula 4050'],
    ['the last four digits of a cédula', ['Óscar Exterior'], '0867'],
    ['nobody when one word fits nobody', [], 'jose zapata'],
    [
      'nobody by what is in no name',
      [],
      '%',
      '_',
      '\\',
      'jos_',
      'j%e',
      'josé%',
      '😀',
      '.',
      'ana@jose.co',
      'a\0',
    ],
    [
      'nobody else by a number with decimals or a check digit',
      [],
      '7918086.7',
      '79180867.0',
      '79.180.867.00',
      '7918086-7',
    ],
    ['nobody by more than anybody has', [], 'jose '.repeat(60), '0'.repeat(50)],
    ['everybody by nothing that can be seen', everybody, '', ' \u00a0 ', '\u200b\u00ad'],
  ] as const) {
    it(`finds ${what}`, async () => {
      for (const q of searches) expect(await namesFor(q), JSON.stringify(q)).to.deep.equal(names);
    });
  }

  it('is counted by filter, those without a status among the ones who wait', async () => {
    const maria = await database.query<{ id: string }>(
      `select id from accounts.users where nombre_completo = 'María José Núñez'`,
    );
    const userId = maria[0]?.id ?? '';
    await copyStatuses(database.fork(), [{ userId, referrerId: leader.id, status: 'ACTIVE', version: 1 }]);
    const count = (q: string) => countByFilter(database.fork(), anyText, { actor: actorOf(leader), q });

    const none = { novedades: 0, errores: 0 };
    expect(await count('jose')).to.deep.equal({ todos: 2, pendientes: 1, encontrados: 1, ...none });
    expect(await count('')).to.deep.equal({ todos: 6, pendientes: 5, encontrados: 1, ...none });
    expect(await count('zapata')).to.deep.equal({ todos: 0, pendientes: 0, encontrados: 0, ...none });
  });

  describe('of which no more are counted than is asked', () => {
    const statuses = ['ACTIVE', 'ACTIVE', 'ERROR', 'ACTIVE', 'ACTIVE', 'PENDING'] as const;
    const at1 = (mesa: string) => ({ municipio: 'NEIVA, HUILA', puesto: 'IE UNO', mesa });
    beforeEach(async () => {
      const people = await database.query<{ id: string }>(
        'select id from accounts.users where referrer_id = $1 order by cedula',
        [leader.id],
      );
      await copyStatuses(
        database.fork(),
        people.map(({ id: userId }, n) => ({
          ...{ userId, referrerId: leader.id, status: statuses[n] ?? 'PENDING', version: 1 },
          place: statuses[n] === 'ACTIVE' ? at1(n === 0 ? '1' : '2') : null,
        })),
      );
    });
    /** Everybody has it. */
    const count = async (given: Partial<ActionParams<'accounts.referrals'>>, sharing: Sharing = anyText) => {
      const params = {
        actor: actorOf(leader),
        status: 'todos',
        sort: 'name',
        limit: 25,
        counts: true,
        q: '1',
        ip,
      } as const;
      const { counts, beyond, places } = await listReferrals(
        database.fork(),
        sharing,
        { ...params, ...given },
        at(1),
      );
      return { counts, beyond, municipios: places?.municipios.places };
    };

    it('says all numbers of a search that finds so many', async () => {
      const all = await count({ countMost: 6 });
      expect(all).to.deep.equal(await count({}));
      expect(all.counts).to.deep.equal({ todos: 6, pendientes: 1, encontrados: 4, novedades: 0, errores: 1 });
      expect(all.municipios).to.deep.equal([{ place: 'NEIVA, HUILA', people: 4 }]);
    });

    it('says of one that finds more how many there are at the least, and places without a number', async () => {
      expect(await count({ countMost: 5 })).to.deep.equal({
        ...{ counts: { todos: 5 }, beyond: ['todos'], municipios: [{ place: 'NEIVA, HUILA', people: null }] },
      });
      expect((await count({ countMost: 5, status: 'encontrados' })).counts).to.deep.equal({
        todos: 5,
        encontrados: 4,
      });
      const few = await count({ countMost: 3, status: 'encontrados' });
      expect([few.counts, few.beyond]).to.deep.equal([
        { todos: 3, encontrados: 3 },
        ['todos', 'encontrados'],
      ]);
    });

    it('counts those of a place where these are fewer', async () => {
      const { mesa: _, ...puesto } = at1('1');
      const here = { todos: 4, pendientes: 0, encontrados: 4, novedades: 0, errores: 0 };
      const { counts, beyond } = await count({ countMost: 5, ...puesto });
      expect([counts, beyond]).to.deep.equal([here, undefined]);
      expect((await count({ countMost: 3, ...at1('1') })).counts).to.include({ todos: 1, encontrados: 1 });
      expect((await count({ countMost: 3, ...puesto })).counts).to.deep.equal({ todos: 3 });
    });

    it('counts everybody without a search, and for the page before a download', async () => {
      expect((await count({ countMost: 1, q: '' })).counts).to.include({ todos: 6, encontrados: 4 });
      const counts = await countByFilter(database.fork(), anyText, { actor: actorOf(leader), q: '1' });
      expect(counts.todos).to.equal(6);
    });

    it('tells who may not see answers no more than that', async () => {
      const asUser = { actor: { id: leader.id, role: 'USER' }, q: 'o' } as const;
      const { counts, beyond, municipios } = await count({ ...asUser, countMost: 2 });
      expect([counts, beyond, municipios]).to.deep.equal([{ todos: 2 }, ['todos'], undefined]);
    });

    it('counts everybody while decisions on a text of before are being ended', async () => {
      const sharing = {
        texts: { since: { policy: '', lookup: '', sharing: '2026-01-01' } },
        settled: createSettled(),
      };
      const { counts, beyond } = await count({ countMost: 2 }, sharing);
      expect([counts?.todos, beyond]).to.deep.equal([6, undefined]);
    });
  });
});

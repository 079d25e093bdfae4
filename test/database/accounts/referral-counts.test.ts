import { expect } from 'chai';
import { copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import { readGrowth } from '../../../services/accounts/referrals/growth.ts';
import { countByFilter } from '../../../services/accounts/referrals/numbers.ts';
import { listReferrals } from '../../../services/accounts/referrals/referrals.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { statusFilters } from '../../../shared/contract/accounts.ts';
import { statuses } from '../../../shared/contract/census.ts';
import { refusalOf } from '../../support/failures.ts';
import { seeded } from '../../support/random.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at, START } from '../support/clock.ts';
import { referThree } from './support/leader.ts';
import { actorOf, createPerson, ip } from './support/people.ts';
import { anyText } from './support/policy.ts';

const places = [
  { municipio: 'LA UNION, NARIÑO', puesto: 'IE UNO', mesa: '1' },
  { municipio: 'LA UNION, NARIÑO', puesto: 'IE UNO', mesa: '2' },
  { municipio: 'LA UNION, VALLE', puesto: 'IE UNO', mesa: '1' },
];

describe('The counts of referrals', () => {
  const database = useDatabase('accounts');
  let leader: UserRow;

  beforeEach(async () => {
    leader = await createPerson(database.fork(), { role: 'LEADER' });
  });

  const kept = () =>
    database.query(
      `select referrer_id, status, total from accounts.referral_counts where total <> 0 order by 1, 2`,
    );
  const recounted = () =>
    database.query(
      `select referrer_id, case when shared then coalesce(census_status, '') else 'HIDDEN' end as status,
         count(*)::int as total
       from accounts.users where referrer_id is not null group by 1, 2 order by 1, 2`,
    );

  const keptPlaces = () =>
    database.query(
      `select referrer_id, within, place, census_group, total from accounts.referral_places
       where total <> 0 order by 1, 2, 3, 4`,
    );
  const recountedPlaces = () =>
    database.query(
      `select referrer_id, within, place, census_group, count(*)::int as total from accounts.users, lateral (values
         ('', census_municipio), (census_municipio, census_puesto),
         (census_municipio || E'\n' || census_puesto, census_mesa)) as levels (within, place)
       where referrer_id is not null and shared and census_municipio <> '' group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    );

  it('have a status that only a newer release knows where the list has it', async () => {
    const person = await createPerson(database.fork(), { referrerId: leader.id });
    await database.query(`update accounts.users set census_status = 'MOVED' where id = $1`, [person.id]);

    const counts = (q = '') => countByFilter(database.fork(), anyText, { actor: actorOf(leader), q });
    const expected = { pendientes: 0, encontrados: 0, novedades: 0, errores: 1, todos: 1 };
    expect(await counts()).to.deep.equal(expected);
    expect(await counts(person.cedula), 'searched').to.deep.equal(expected);
  });

  it('equal a recount after people came, changed, moved and went in any order, several at once', async () => {
    const seed = Number(process.env.SEED ?? 20_261_122);
    const { pick } = seeded(seed);
    const other = await createPerson(database.fork(), { role: 'LEADER' });
    const ids: string[] = [];
    const come = async () => {
      const person = await createPerson(database.fork(), { referrerId: pick([leader, other]).id });
      ids.push(person.id);
    };
    const change = async (version: number) => {
      const place = pick([null, ...places]);
      const event = { userId: pick(ids), referrerId: leader.id, status: pick(statuses), version, place };
      await copyStatuses(database.fork(), [event]);
    };
    for (let i = 0; i < 8; i += 1) await come();
    for (let round = 1; round <= 15; round += 1) {
      await Promise.all([come(), change(round * 3), change(round * 3 + 1), change(round * 3 + 2)]);
      if (round % 5 === 0)
        await database.query('update accounts.users set referrer_id = $1 where id = any($2)', [
          pick([leader.id, null]),
          [pick(ids), pick(ids)],
        ]);
      if (round % 7 === 0) {
        const gone = pick(ids);
        await database.query('delete from accounts.users where id = $1', [gone]);
        ids.splice(ids.indexOf(gone), 1);
      }

      if (round % 4 === 0)
        await database.query('update accounts.users set shared = not shared where id = $1', [pick(ids)]);
      expect(await kept(), `seed ${seed}, round ${round}`).to.deep.equal(await recounted());
      expect(await keptPlaces(), `places, seed ${seed}, round ${round}`).to.deep.equal(
        await recountedPlaces(),
      );
    }
  });

  it('are what the lists have, filter by filter, for every status and for none', async () => {
    for (const status of [...statuses, null]) {
      const { id } = await createPerson(database.fork(), { referrerId: leader.id });
      if (status !== null)
        await copyStatuses(database.fork(), [{ userId: id, referrerId: leader.id, status, version: 1 }]);
    }
    const actor = actorOf(leader);
    const counts = await countByFilter(database.fork(), anyText, { actor, q: '' });

    expect(counts).to.deep.equal({ todos: 10, pendientes: 3, encontrados: 1, novedades: 3, errores: 3 });
    for (const status of statusFilters) {
      const params = { actor, status, q: '', sort: 'recent', limit: 25, counts: false, ip } as const;
      const { items } = await listReferrals(database.fork(), anyText, params, at(1));
      expect(items, status).to.have.lengthOf(counts[status] ?? -1);
    }
  });

  it('come with a page of the list when they are asked for, of everybody whom the search finds', async () => {
    await referThree(database, leader.id);
    const params = { actor: actorOf(leader), status: 'errores', sort: 'recent', limit: 1, ip } as const;
    const countsWith = async (q: string, counts: boolean) =>
      (await listReferrals(database.fork(), anyText, { ...params, q, counts }, at(1))).counts;

    const none = { pendientes: 0, novedades: 0 };
    expect(await countsWith('', true)).to.deep.equal({ ...none, todos: 3, encontrados: 2, errores: 1 });
    expect(await countsWith('ana', true)).to.deep.equal({ ...none, todos: 2, encontrados: 1, errores: 1 });
    expect(await countsWith('', false)).to.equal(null);
  });

  it('are without statuses for a USER, who may not see census data', async () => {
    const user = await createPerson(database.fork());
    await createPerson(database.fork(), { referrerId: user.id });
    const actor = actorOf(user);

    expect(await countByFilter(database.fork(), anyText, { actor, q: '' })).to.deep.equal({ todos: 1 });
    expect(await countByFilter(database.fork(), anyText, { actor, q: 'inventada' })).to.deep.equal({
      todos: 1,
    });
  });

  describe('over time', () => {
    const growth = (by = leader, leaderId?: string) =>
      readGrowth(database.fork(), anyText, { actor: actorOf(by), ...(leaderId ? { leaderId } : {}) }, at(0));

    it('are of the days in Colombia, with those of before as one number', async () => {
      for (const days of [-400, -90, -2, -2, 0]) {
        const { id } = await createPerson(database.fork(), { referrerId: leader.id });
        await database.query(`update accounts.users set created_at = $2 where id = $1`, [
          id,
          at(days * 24 * 3_600),
        ]);
      }
      // Late in the evening there, the next day in Greenwich.
      await database.query(
        `update accounts.users set created_at = created_at::date + time '03:00' at time zone 'UTC'
         where created_at = $1`,
        [at(0)],
      );

      const { before, days } = await growth();

      expect(before).to.equal(2);
      expect(days.map(({ people }) => people)).to.deep.equal([2, 1]);
      const evening = new Date(Date.parse(START.toISOString().slice(0, 10)) - 1).toISOString().slice(0, 10);
      expect(days.at(-1)?.day).to.equal(evening);
    });

    it('are for who may have a summary, of their own and their LEADERs’', async () => {
      const other = await createPerson(database.fork(), { role: 'LEADER' });
      const user = await createPerson(database.fork());

      expect(await growth(other)).to.deep.equal({ before: 0, days: [] });
      expect(await refusalOf(growth(other, leader.id))).to.include({ status: 404 });
      expect(await refusalOf(growth(user))).to.include({ status: 403 });
    });
  });
});

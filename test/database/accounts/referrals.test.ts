import { expect } from 'chai';
import { copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import { countByFilter } from '../../../services/accounts/referrals/numbers.ts';
import type { StatusFilter } from '../../../shared/contract/accounts.ts';
import { type Status, statuses } from '../../../shared/contract/census.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { useLeader } from './support/leader.ts';
import { actorOf, createPerson, origin } from './support/people.ts';
import { anyText } from './support/policy.ts';

const NOW = at(1_000);

describe('The list of referrals', () => {
  const database = useDatabase('accounts');
  const { leader, refer, list } = useLeader(database, NOW);
  const referNames = async (...names: string[]) => {
    for (const nombreCompleto of names) await refer({ nombreCompleto });
  };
  const namesFor = async (q: string) => (await list({ q })).items.map(({ nombreCompleto }) => nombreCompleto);

  it('has those whom the actor referred, and nobody else', async () => {
    const mine = await refer();
    await createPerson(database.fork(), { referrerId: mine.id });
    await createPerson(database.fork());

    const { items, next } = await list();

    expect(items.map(({ id }) => id)).to.deep.equal([mine.id]);
    expect(next).to.equal(null);
    expect(await countByFilter(database.fork(), anyText, { actor: actorOf(leader), q: '' })).to.include({
      todos: 1,
    });
  });

  it('has nobody else for an ADMIN either', async () => {
    await refer();
    const admin = await createPerson(database.fork(), { role: 'ADMIN' });

    expect((await list({ actor: actorOf(admin) })).items).to.deep.equal([]);
  });

  it('shows no password hash and no copy of the census status', async () => {
    await refer();

    const [item] = (await list()).items;
    expect(item).to.have.all.keys(...['id', 'cedula', 'nombreCompleto', 'phone', 'role', 'createdAt']);
  });

  it('has the names for a USER, and no number by which somebody could be called or asked for', async () => {
    const user = await createPerson(database.fork());
    const cedula = '1020304999';
    await createPerson(database.fork(), { cedula, phone: '+573005550011', referrerId: user.id });
    const [item] = (await list({ actor: actorOf(user) })).items;
    expect(item).to.include({ cedula: '••••••4999', phone: null });
  });

  it('tells a USER nothing of a number that they search for', async () => {
    const user = await createPerson(database.fork());
    const cedula = '1020304999';
    const nombreCompleto = 'Ana Buscada';
    await createPerson(database.fork(), {
      ...{ cedula, nombreCompleto, phone: '+573005550011', referrerId: user.id },
    });
    for (const q of [cedula, '4999', '1', '3005550011', 'ana 1020304999', '٤٩٩٩']) {
      const { items, counts } = await list({ actor: actorOf(user), q, counts: true });
      expect({ q, items, counts }).to.deep.equal({ q, items: [], counts: { todos: 0 } });
    }
    expect((await list({ actor: actorOf(user), q: 'buscada' })).items).to.have.lengthOf(1);
  });

  describe('searched by name', () => {
    const found: [what: string, q: string, name: string][] = [
      ['a part', 'ventada', 'Ana Inventada'],
      ['any case', 'ANA INV', 'Ana Inventada'],
      ['accents', 'Ñáñez', 'Óscar Ñáñez'],
      ['accents in any case', 'óscar ñÁÑEZ', 'Óscar Ñáñez'],
      ['accents as another keyboard composes them', 'Óscar'.normalize('NFD'), 'Óscar Ñáñez'],
      ['an apostrophe', "O'C", "Luz O'Connor"],
    ];
    for (const [what, q, name] of found) {
      it(`finds ${what}`, async () => {
        await referNames('Ana Inventada', 'Óscar Ñáñez', "Luz O'Connor");

        expect(await namesFor(q)).to.deep.equal([name]);
      });
    }

    for (const q of ['%', '_', 'Ana%da', 'A_a', '\\', "'", '\0', 'Ana\0']) {
      it(`takes ${JSON.stringify(q)} as itself, which is in no name`, async () => {
        await referNames('Ana Inventada');

        expect(await namesFor(q)).to.deep.equal([]);
      });
    }

    it('finds only among those whom the actor referred', async () => {
      await createPerson(database.fork(), { nombreCompleto: 'Ana Ajena' });

      expect(await namesFor('Ana')).to.deep.equal([]);
    });
  });

  describe('narrowed by status', () => {
    const groups: Record<Exclude<StatusFilter, 'todos'>, Status[]> = {
      pendientes: ['PENDING', 'PROCESSING'],
      encontrados: ['ACTIVE'],
      novedades: ['NOT_FOUND', 'CANCELLED_DECEASED', 'CANCELLED_OTHER'],
      errores: ['ERROR', 'TIMEOUT', 'BLOCKED'],
    };
    let idOf: Map<string, string>;

    beforeEach(async () => {
      idOf = new Map();
      for (const status of statuses) {
        const { id } = await refer();
        await copyStatuses(database.fork(), [{ userId: id, referrerId: leader.id, status, version: 1 }]);
        idOf.set(status, id);
      }
    });

    for (const [filter, members] of Object.entries(groups)) {
      it(`"${filter}" has ${members.join(', ')}`, async () => {
        const { items } = await list({ status: filter as StatusFilter });

        expect(items.map(({ id }) => id)).to.have.members(members.map((status) => idOf.get(status)));
      });
    }

    it('"todos" has everyone, also those without a lookup', async () => {
      await refer();

      expect((await list()).items).to.have.lengthOf(statuses.length + 1);
    });
  });

  describe('leaves a trace', () => {
    const trail = () =>
      database.query<{ subject_ids: string[] }>(
        'select at, actor_id, action, subject_ids, ip, times from accounts.trail order by id',
      );

    it('of who read whose data, when, and from where: those of the page only', async () => {
      const older = await refer({}, 0);
      const newer = await refer({}, 10);

      const first = await list({ limit: 1 });
      await list({ limit: 1, cursor: first.next ?? '' });

      const entry = { at: NOW, actor_id: leader.id, action: 'referrals.list', ip: origin.ip };
      expect(await trail()).to.deep.equal([{ ...entry, subject_ids: [newer.id, older.id], times: 2 }]);
    });

    it('of everyone on the page', async () => {
      const people = [await refer(), await refer(), await refer()].map(({ id }) => id);

      await list();

      expect((await trail())[0]?.subject_ids).to.have.members(people);
    });

    it('but none when nobody was read', async () => {
      await list();

      expect(await trail()).to.deep.equal([]);
    });
  });
});

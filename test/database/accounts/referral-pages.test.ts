import { expect } from 'chai';
import { copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import type { UserRow } from '../../../services/accounts/store/entities.ts';
import { type ReferralSort, referralSorts } from '../../../shared/contract/accounts.ts';
import { actions } from '../../../shared/contract/actions.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { useLeader } from './support/leader.ts';
import { createPerson } from './support/people.ts';

const NOW = at(1_000);

describe('A list of referrals in pages', () => {
  const database = useDatabase('accounts');
  const { leader, refer, list } = useLeader(database, NOW);
  /** Follows the cursors to the end. */
  const walk = async (sort: ReferralSort, limit: number): Promise<string[]> => {
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < 50; pages += 1) {
      const page = await list({ sort, limit, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) return seen;
      cursor = page.next;
    }
    throw new Error('the pages never end');
  };

  it('of 1, 3 or 25, however sorted, has everyone exactly once, also those of the same moment and name', async () => {
    const people: UserRow[] = [];
    for (let i = 0; i < 9; i += 1) {
      const nombreCompleto = i % 2 === 0 ? 'Gemela Igual' : `Nombre ${i}`;
      people.push(await refer({ nombreCompleto }, Math.floor(i / 4)));
    }

    for (const sort of referralSorts)
      for (const limit of [1, 3, 25]) {
        const seen = await walk(sort, limit);
        expect(seen, `${limit}, ${sort}`).to.have.members(people.map(({ id }) => id));
        expect(seen, `${limit}, ${sort}`).to.have.lengthOf(9);
      }
  });

  for (const sort of referralSorts)
    it(`sorted by ${sort}, leads back page by page from the last one to the first`, async () => {
      for (let i = 0; i < 7; i += 1) await refer({ nombreCompleto: `Nombre ${i % 3}` }, Math.floor(i / 2));
      const all = await walk(sort, 25);

      const pages: string[][] = [];
      let page = await list({ sort, limit: 3, back: true });
      expect(page.next, 'behind the last').to.equal(null);
      for (;;) {
        pages.unshift(page.items.map(({ id }) => id));
        if (page.previous === null) break;
        page = await list({ sort, limit: 3, back: true, cursor: page.previous });
        expect(page.next).to.be.a('string');
      }

      expect(pages[0], 'the first page is whole').to.deep.equal(all.slice(0, 3));
      expect(pages.slice(1).flat()).to.deep.equal(all.slice(1));
      expect(pages.map(({ length }) => length)).to.deep.equal([3, 3, 3]);
    });

  it('goes on from a page that was come back to, and says that the first has none before it', async () => {
    for (let i = 0; i < 5; i += 1) await refer({}, i);
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.next ?? '' });

    const back = await list({ limit: 2, back: true, cursor: second.previous ?? '' });

    expect(first.previous).to.equal(null);
    expect(back.items).to.deep.equal(first.items);
    expect(back.previous).to.equal(null);
    expect((await list({ limit: 2, cursor: back.next ?? '' })).items).to.deep.equal(second.items);
  });

  it('keeps who was shown in their place when the filter finds them no more, and nobody else', async () => {
    const [old, asked, newest] = [await refer({}, 0), await refer({}, 10), await refer({}, 20)];
    const stranger = await createPerson(database.fork());
    const found = await list({ q: newest.cedula, keep: [asked.id, newest.id, stranger.id] });

    expect(found.items.map(({ id }) => id)).to.deep.equal([newest.id, asked.id]);
    expect(found.kept).to.deep.equal([asked.id]);
    expect(found.left).to.deep.equal([asked.id]);
    expect((await list({ keep: [old.id] })).kept).to.deep.equal([]);
  });

  it('tells who left the filter from who is only on another page of it now', async () => {
    const [older, , gone] = [await refer({}, 0), await refer({}, 10), await refer({}, 20)];
    await copyStatuses(database.fork(), [
      { userId: gone.id, referrerId: leader.id, status: 'ACTIVE', version: 1 },
    ]);
    const found = await list({ status: 'pendientes', limit: 1, keep: [older.id, gone.id] });

    expect(found.kept).to.have.members([older.id, gone.id]);
    expect(found.left).to.deep.equal([gone.id]);
  });

  it('has no more people than the census is asked for at once, however many are to stay', async () => {
    await database.query(
      `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code, referral_goal,
         created_at, census_version, referrer_id)
       select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, (1000 + n)::text, 'Luz', '+573001234567',
         'x', 'USER', 'L' || n, 10, $1::timestamptz + make_interval(secs => n), 0, $2 from generate_series(1, 300) n`,
      [NOW, leader.id],
    );
    const shown = Array.from({ length: 200 }, (_, i) => (i + 1).toString(16).padStart(12, '0')).map(
      (end) => `00000000-0000-4000-8000-${end}`,
    );

    const { items, kept } = await list({ limit: 100, keep: shown });

    expect(items).to.have.lengthOf(200);
    expect(kept).to.have.lengthOf(100);
    expect(() => actions['census.views'].params.parse({ userIds: items.map(({ id }) => id) })).not.to.throw();
  });

  it('ends backwards with a whole first page, and writes down those alone who are on it', async () => {
    const people = [];
    for (let i = 0; i < 4; i += 1) people.unshift((await refer({}, i)).id);
    const last = await list({ limit: 3, back: true });
    // A visit of its own, which has nobody whom the last page showed.
    await database.query('delete from accounts.audit_looks');

    const first = await list({ limit: 3, back: true, cursor: last.previous ?? '' });

    expect(first.items.map(({ id }) => id)).to.deep.equal(people.slice(0, 3));
    expect(first.previous).to.equal(null);
    const [visit, ...others] = await database.query<{ ids: string[] }>(
      'select subject_ids as ids from accounts.trail',
    );
    expect(visit?.ids).to.have.members(people.slice(0, 3));
    expect(others).to.deep.equal([]);
    expect((await list({ limit: 3, cursor: first.next ?? '' })).items.map(({ id }) => id)).to.deep.equal(
      people.slice(3),
    );
  });

  it('puts the newest or the oldest first, as asked', async () => {
    const people = [await refer({}, 0), await refer({}, 10), await refer({}, 20)].map(({ id }) => id);

    expect(await walk('oldest', 2)).to.deep.equal(people);
    expect(await walk('recent', 2)).to.deep.equal(people.toReversed());
  });

  it('puts names in the order of a Spanish dictionary', async () => {
    const names = ['Zoila', 'Ñora', 'Álvaro', 'ana', 'Nubia', 'Ana', 'Oscar'];
    for (const nombreCompleto of names) await refer({ nombreCompleto });

    const { items } = await list({ sort: 'name' });

    expect(items.map(({ nombreCompleto }) => nombreCompleto)).to.deep.equal([
      'Álvaro',
      'ana',
      'Ana',
      'Nubia',
      'Ñora',
      'Oscar',
      'Zoila',
    ]);
  });

  it('misses and repeats nobody when people join between two pages', async () => {
    const people = [await refer({}, 0), await refer({}, 10), await refer({}, 20)].map(({ id }) => id);
    const first = await list({ limit: 2 });
    await refer({}, 30);

    const second = await list({ limit: 2, cursor: first.next ?? '' });

    expect([...first.items, ...second.items].map(({ id }) => id)).to.deep.equal(people.toReversed());
  });

  it('has no next page when the last one is just full', async () => {
    await refer();
    await refer();

    expect((await list({ limit: 2 })).next).to.equal(null);
    expect((await list({ limit: 1 })).next).to.be.a('string');
  });

  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const someId = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';
  for (const [what, cursor] of [
    ['text', 'esto no es un cursor'],
    ['an empty text', ''],
    ['another shape', encoded({ id: someId })],
    ['an id that is none', encoded(['2026-03-02T13:00:00.000Z', "x' or 1=1"])],
    ['a date that is none', encoded(['ayer', someId])],
  ] as const) {
    it(`refuses ${what} as a cursor with 400`, async () => {
      expect(await refusalOf(list({ cursor }))).to.include({ code: 'validation', status: 400 });
    });
  }

  it('refuses a cursor with a zero byte with 400: no text in Postgres has one', async () => {
    expect(await refusalOf(list({ sort: 'name', cursor: encoded(['\0', someId]) }))).to.include({
      status: 400,
    });
  });
});

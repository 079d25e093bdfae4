import { expect } from 'chai';
import { copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import { type ReferralSort, referralSorts, type StatusFilter } from '../../../shared/contract/accounts.ts';
import type { Status } from '../../../shared/contract/census.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { useLeader } from './support/leader.ts';

const NOW = at(1_000);
const LA_UNION = 'LA UNION, NARIÑO';
const NEIVA = 'NEIVA, HUILA';

/** How each order is said to Postgres, before the id. */
const orders: Record<string, string[]> = {
  date: ['created_at'],
  name: ['nombre_completo'],
  municipio: [
    "(census_municipio = '')",
    'census_municipio',
    'census_puesto',
    'census_mesa',
    'nombre_completo',
  ],
  puesto: ["(census_municipio = '')", 'census_puesto', 'census_municipio', 'census_mesa', 'nombre_completo'],
  mesa: ["(census_municipio = '')", 'census_mesa', 'census_municipio', 'census_puesto', 'nombre_completo'],
  estado: ['census_group', 'nombre_completo'],
};
const sqlOrder = (sort: ReferralSort): string => {
  const isDate = sort === 'recent' || sort === 'oldest';
  const direction = sort === 'recent' || sort.startsWith('-') ? 'desc' : 'asc';
  const columns = orders[isDate ? 'date' : sort.replace(/^-/, '')] ?? [];
  return [...columns, 'id'].map((column) => `${column} ${direction}`).join(', ');
};

describe('A list of referrals, whatever it is narrowed to and sorted by,', () => {
  const database = useDatabase('accounts');
  const { leader, refer, list } = useLeader(database, NOW);

  /** Seventeen people, of the same and of other names, statuses and places. */
  const referMany = async (): Promise<void> => {
    const places = [
      { municipio: LA_UNION, puesto: 'IE DOS', mesa: '10' },
      { municipio: LA_UNION, puesto: 'IE DOS', mesa: '2' },
      { municipio: NEIVA, puesto: 'IE UNO', mesa: '2' },
      null,
    ];
    const statuses: Status[] = ['ACTIVE', 'TIMEOUT', 'NOT_FOUND', 'PENDING', 'ACTIVE'];
    for (let n = 0; n < 17; n += 1) {
      const nombreCompleto = n % 3 === 0 ? 'Gemela Igual' : `Ñ${n % 4} Persona`;
      const { id } = await refer({ nombreCompleto }, Math.floor(n / 2));
      const place = places[n % places.length] ?? null;
      const status = statuses[n % statuses.length] ?? 'ACTIVE';
      await copyStatuses(database.fork(), [{ userId: id, status, version: 1, place }]);
    }
  };

  const narrowings: Record<
    string,
    { status?: StatusFilter; municipio?: string; puesto?: string; mesa?: string }
  > = {
    'of everybody': {},
    'of a status': { status: 'errores' },
    'of a municipio': { municipio: LA_UNION },
    'of a municipio and a status': { municipio: LA_UNION, status: 'encontrados' },
    'of a puesto': { municipio: LA_UNION, puesto: 'IE DOS' },
    'of a mesa': { municipio: LA_UNION, puesto: 'IE DOS', mesa: '2' },
  };

  it('has everybody once, in their order, page after page and back again', async () => {
    await referMany();
    for (const sort of referralSorts)
      for (const [what, { status, ...place }] of Object.entries(narrowings)) {
        const narrowing = { ...place, ...(status === undefined ? {} : { status }) };
        const asked = Object.entries({ census_group: status, ...kept(place) }).filter(([, value]) => value);
        const rows = await database.fork().execute<{ id: string }[]>(
          `select id from accounts.users where referrer_id = ? ${asked.map(([column]) => `and ${column} = ?`).join(' ')}
             order by ${sqlOrder(sort)}`,
          [leader.id, ...asked.map(([, value]) => value)],
        );
        const expected = rows.map(({ id }) => id);
        const label = `${what} by ${sort}`;
        expect(expected, label).not.to.have.lengthOf(0);

        const seen: string[] = [];
        let cursor: string | undefined;
        let previous: string | null = null;
        do {
          const page = await list({
            sort,
            limit: 3,
            ...narrowing,
            ...(cursor === undefined ? {} : { cursor }),
          });
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.next ?? undefined;
          previous = page.previous ?? null;
        } while (cursor !== undefined);
        expect(seen, label).to.deep.equal(expected);

        const last = await list({ sort, limit: 3, ...narrowing, back: true });
        expect(
          last.items.map(({ id }) => id),
          `the end of ${label}`,
        ).to.deep.equal(expected.slice(-3));
        if (previous === null) continue;
        const before = await list({ sort, limit: 3, ...narrowing, cursor: previous, back: true });
        const from = expected.length - (expected.length % 3 || 3);
        expect(
          before.items.map(({ id }) => id),
          `${label}, back`,
        ).to.deep.equal(expected.slice(Math.max(0, from - 3), from));
      }
  });
});

const kept = ({ municipio, puesto, mesa }: { municipio?: string; puesto?: string; mesa?: string }) => ({
  census_municipio: municipio,
  census_puesto: puesto,
  census_mesa: mesa,
});

import { leaderOf } from '../kit/crowd.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { interleaved, ratioOf, sampleOf } from '../kit/interleaved.ts';
import type { Person } from '../kit/people.ts';
import { resting } from '../kit/portals.ts';
import type { Product } from '../kit/product.ts';

const pages: Record<string, string> = {
  'first page': '/referidos/',
  narrowed: '/referidos/?status=novedades',
  sorted: '/referidos/?sort=name',
  'sorted by puesto': '/referidos/?sort=puesto',
  'of a status, by municipio': '/referidos/?status=novedades&sort=-municipio',
  'of a municipio, by name': `/referidos/?${new URLSearchParams({ municipio: 'EL MODELO, TOLIMA', sort: '-name' })}`,
  searched: '/referidos/?q=rincon',
  summary: '/resumen/',
};
const FEW = 100;
/** Of how many people a page is as long as that of the long list, which has 25: of 100 these filters find 20, or 3. */
const enough: Record<string, number> = { searched: 125, 'of a municipio, by name': 1_000 };
/** Pages of 100 until a place that is far down. */
const DOWN = 60;

/** @returns ms that a page takes, one after the other */
const timeOf = async (
  { origin }: Product,
  { cookie }: Person,
  path: string,
  times: number,
): Promise<number> => {
  const began = performance.now();
  for (let n = 0; n < times; n += 1) {
    const answer = await fetch(`${origin}${path}`, { headers: { cookie }, redirect: 'manual' });
    await answer.text();
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  }
  return (performance.now() - began) / times;
};

/** An address far down a list, as a program comes there: as far as there is. */
const farDown = async ({ origin }: Product, { cookie }: Person): Promise<string> => {
  let cursor = '';
  for (let n = 0; n < DOWN; n += 1) {
    const answer = await fetch(`${origin}/api/v1/referrals?limit=100${cursor}`, { headers: { cookie } });
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
    const { next } = (await answer.json()) as { next: string | null };
    if (next === null) break;
    cursor = `&cursor=${next}`;
  }
  return `/referidos/?${cursor.slice(1)}`;
};

const measure = async (bench: Bench): Promise<Row[]> => {
  const many = bench.isQuick ? 20_000 : 100_000;
  const rows = new Map<string, Row>();
  for (const checkout of bench.checkouts) {
    await using product = await bench.portals.start(checkout, {
      ...{ mode: 'embedded', scrapers: 1 },
      env: resting,
    });
    const short = new Map<number, Person>();
    for (const count of new Set([FEW, ...Object.values(enough)]))
      short.set(count, await leaderOf(product, count));
    const lots = await leaderOf(product, many);
    const down = await farDown(product, lots);
    const all = { ...pages, 'far down': down };
    for (const [what, path] of Object.entries(all)) {
      const times = bench.isQuick ? 2 : 10;
      const size = enough[what] ?? FEW;
      const few = short.get(size);
      if (few === undefined) throw new Error(`nobody referred ${size}`);
      const fewPath = what === 'far down' ? '/referidos/' : path;
      const taken = await interleaved(
        { few: () => timeOf(product, few, fewPath, times), lots: () => timeOf(product, lots, path, times) },
        bench.rounds,
      );
      const goal = { atMost: what === 'summary' ? 10 : 1.5 };
      const row = rows.get(what) ?? {
        what: `${what}, ${many.toLocaleString('en')} / ${size.toLocaleString('en')}`,
        goal,
        of: {},
        told: '',
      };
      row.of[checkout.name] = ratioOf(taken.lots, taken.few);
      row.told += ` ${checkout.name} ${sampleOf(taken.lots).median.toFixed(1)} ms, ${sampleOf(taken.few).median.toFixed(1)} ms;`;
      bench.log(`${checkout.name} ${what}: ${row.told}`);
      rows.set(what, row);
    }
  }
  return [...rows.values()];
};

/** How a list answers when it is long. */
export const lists: Figure = { id: 'P8', title: 'a long list / a short one', quickS: 10, measure };

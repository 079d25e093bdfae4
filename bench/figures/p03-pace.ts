import { setTimeout as sleep } from 'node:timers/promises';
import { storeCrowd } from '../kit/crowd.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { sampleOf } from '../kit/interleaved.ts';
import { inDatabase, register } from '../kit/people.ts';
import { startProduct } from '../kit/product.ts';

const SPACING_MS = 200;
const setups = [
  { store: 'one process', mode: 'embedded', scrapers: 1 },
  { store: 'Redis', mode: 'distributed', scrapers: 1 },
  { store: 'Redis', mode: 'distributed', scrapers: 2 },
  { store: 'Redis', mode: 'distributed', scrapers: 4 },
] as const;

/** When lookups left, as the simulator saw them is what the pace keeps; as the census wrote them is what is read here. */
const departures = async (product: { databaseUrl: string }): Promise<number[]> =>
  inDatabase(product, async (client) => {
    const { rows } = await client.query<{ at: Date }>(
      'select started_at as at from census.attempts order by started_at',
    );
    return rows.map(({ at }) => at.getTime());
  });

const measure = async (bench: Bench): Promise<Row[]> => {
  const seconds = bench.isQuick ? 8 : 30;
  const rows: Row[] = [];
  for (const { store, mode, scrapers } of bench.isQuick ? setups.slice(0, 2) : setups) {
    const where = `${store}, ${scrapers} ${scrapers === 1 ? 'scraper' : 'scrapers'}`;
    const rate: Row = { what: `${where}: rate / ideal`, goal: { atLeast: 0.985 }, of: {}, told: '' };
    const close: Row = { what: `${where}: closer than the spacing`, goal: { atMost: 0 }, floor: 1, of: {} };
    for (const checkout of bench.checkouts) {
      await using product = await startProduct(checkout, {
        mode,
        scrapers,
        env: { SPACING_MS: String(SPACING_MS) },
      });
      await storeCrowd(product, Math.ceil(((seconds + 5) * 1_000) / SPACING_MS), true);
      await register(product);
      await sleep(2_000);
      const [from = 0] = [Date.now()];
      await sleep(seconds * 1_000);
      const times = (await departures(product)).filter((at) => at >= from && at < from + seconds * 1_000);
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
      const took = (times.at(-1) ?? 0) - (times[0] ?? 0);
      rate.of[checkout.name] = sampleOf([((times.length - 1) * SPACING_MS) / took]);
      rate.told += ` ${checkout.name} ${times.length} in ${seconds} s;`;
      // The census writes down a lease, whose moment is not the departure's: by so much they may differ.
      close.of[checkout.name] = sampleOf([gaps.filter((gap) => gap < SPACING_MS - 50).length]);
    }
    rows.push(rate, close);
  }
  return rows;
};

/** What leaves, and when. */
export const pace: Figure = { id: 'P3', title: 'the pace of lookups / the ideal one', measure };

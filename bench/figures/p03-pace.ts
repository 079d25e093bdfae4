import { storeDue } from '../kit/crowd.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { sampleOf } from '../kit/interleaved.ts';
import { register } from '../kit/people.ts';
import type { Product } from '../kit/product.ts';
import { until } from '../kit/until.ts';

const setups = [
  { store: 'Postgres', mode: 'embedded', scrapers: 1 },
  { store: 'Redis', mode: 'distributed', scrapers: 1 },
  { store: 'Redis', mode: 'distributed', scrapers: 2 },
  { store: 'Redis', mode: 'distributed', scrapers: 4 },
] as const;

/** How many parts a time is cut into: each is a round. */
const PARTS = 5;
const LONGEST_MS = 300_000;

interface Course {
  /** As the portal is told it: as deployed, or so small that there are many departures. */
  spacingMs: number;
  /** How many departures are looked at. */
  count: number;
  rate: { atLeast: number };
}

/** The margin of 60 ms is the same at any spacing, and so weighs more at a small one. */
const deployed: Course = { spacingMs: 5_000, count: 25, rate: { atLeast: 0.985 } };
const dense: Course = { spacingMs: 1_000, count: 60, rate: { atLeast: 0.93 } };
const brief: Course = { ...dense, count: 6 };

const gapsOf = (times: readonly number[]): number[] => times.slice(1).map((at, n) => at - (times[n] ?? at));

/** The rate by the ideal one, in each part of the time. */
const ratesOf = (times: readonly number[], { spacingMs }: Course): number[] => {
  const part = Math.floor((times.length - 1) / PARTS);
  return Array.from({ length: PARTS }, (_, n) => {
    const [first = 0, last = 0] = [times[n * part], times[(n + 1) * part]];
    return (part * spacingMs) / (last - first);
  });
};

/** Watches portals of all kinds at the same time: they rest nearly all of it. */
const measureCourse = async (
  bench: Bench,
  course: Course,
  chosen: readonly (typeof setups)[number][],
): Promise<Row[]> => {
  await using opened = new AsyncDisposableStack();
  const sides: { product: Product; setup: (typeof setups)[number] }[] = [];
  for (const setup of chosen)
    for (const checkout of bench.checkouts) {
      const { mode, scrapers } = setup;
      const env = { SPACING_MS: String(course.spacingMs) };
      sides.push({ setup, product: opened.use(await bench.portals.own(checkout, { mode, scrapers, env })) });
    }
  for (const { product } of sides) {
    await storeDue(product, course.count);
    await register(product);
  }
  for (const { product } of sides)
    await until(async () => (await product.observed()).queries.length > course.count, LONGEST_MS);
  const rows = new Map<string, Row>();
  for (const { product, setup } of sides) {
    const where = `${setup.store}, ${setup.scrapers} ${setup.scrapers === 1 ? 'scraper' : 'scrapers'}, one in ${course.spacingMs / 1_000} s`;
    const rate = rows.get(`${where}: rate`) ?? {
      what: `${where}: rate / ideal`,
      goal: course.rate,
      of: {},
      told: '',
    };
    const close = rows.get(`${where}: close`) ?? {
      what: `${where}: closer than the spacing`,
      goal: { atMost: 0 },
      of: {},
      told: '',
    };
    rows.set(`${where}: rate`, rate).set(`${where}: close`, close);
    const { pages, queries, lateMs } = await product.observed();
    const { name } = product.checkout;
    rate.of[name] = sampleOf(ratesOf(pages, course));
    const gaps = [...gapsOf(pages), ...gapsOf(queries)];
    close.of[name] = sampleOf([gaps.filter((gap) => gap < course.spacingMs).length]);
    close.told += ` ${name} of ${gaps.length}, the least ${Math.min(...gaps)} ms, seen up to ${lateMs} ms late;`;
  }
  return [...rows.values()];
};

/** What leaves, and when, as the official page sees it. */
export const pace: Figure = {
  id: 'P3',
  title: 'the pace of lookups, counted at the official page / the ideal one',
  quickS: 16,
  beside: 'P6',
  async measure(bench) {
    if (bench.isQuick) return measureCourse(bench, brief, [setups[2]]);
    return [
      ...(await measureCourse(bench, deployed, setups)),
      ...(await measureCourse(bench, dense, setups)),
    ];
  },
};

import { setTimeout as sleep } from 'node:timers/promises';
import { newCedula } from '../../test/support/people/client.ts';
import { browserProgram } from '../kit/browser.ts';
import { isNobodyDue, storeDue } from '../kit/crowd.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { interleaved, ratioOf, sampleOf } from '../kit/interleaved.ts';
import { type LookupProcess, startLookups } from '../kit/lookups.ts';
import { register } from '../kit/people.ts';
import { cpuOfTree } from '../kit/processes.ts';
import type { Product } from '../kit/product.ts';
import { until } from '../kit/until.ts';

/** In which the portal opens the page of the next lookup ahead: each is measured with the opening of one. */
const REST_MS = 1_500;

/** Seconds of a core that the portal's scraper, its browser included, takes for each of so many lookups. */
const ours = (product: Product, count: number) => async (): Promise<number> => {
  const scraper = product.pids['scraper-1'] ?? -1;
  const { queries } = await product.observed();
  const before = await cpuOfTree(scraper);
  await storeDue(product, count - 1);
  // Who registers wakes the scraper, and is one more.
  await register(product);
  await until(async () => (await product.observed()).queries.length >= queries.length + count);
  await until(() => isNobodyDue(product));
  await sleep(REST_MS);
  return ((await cpuOfTree(scraper)) - before) / count;
};

/** The same of a program that only looks up. */
const theirs = (program: LookupProcess, url: string, count: number) => async (): Promise<number> => {
  const before = await cpuOfTree(program.pid);
  const cedulas = Array.from({ length: count }, () => newCedula('00'));
  const { cpu } = await program.work({ url, cedulas });
  return (cpu ?? (await cpuOfTree(program.pid)) - before) / count;
};

const measure = async (bench: Bench): Promise<Row[]> => {
  const browser = await browserProgram();
  const count = bench.isQuick ? 1 : 8;
  const row = (what: string, atMost: number): Row => ({ what, goal: { atMost }, of: {}, told: '' });
  const rows = {
    fresh: row('CPU a lookup / a fresh browser for each', 0.4),
    crawlee: row("CPU a lookup / crawlee's PlaywrightCrawler", 0.9),
  };
  for (const checkout of bench.checkouts) {
    await using opened = new AsyncDisposableStack();
    const [product, fresh, crawlee] = await Promise.all([
      bench.portals
        .own(checkout, {
          mode: 'distributed',
          scrapers: 1,
          env: { SPACING_MS: '0', SOURCE: 'consultacenso', CHROMIUM_PATH: browser, SCRAPER_CONCURRENCY: '1' },
        })
        .then((one) => opened.use(one)),
      startLookups('fresh.ts', browser).then((one) => opened.use(one)),
      startLookups('crawlee.ts', browser).then((one) => opened.use(one)),
    ]);
    const { page } = product;
    const cost = await interleaved(
      {
        ours: ours(product, count),
        crawlee: theirs(crawlee, page, count),
        fresh: theirs(fresh, page, count),
      },
      bench.isQuick ? 2 : bench.rounds,
    );
    for (const peer of ['fresh', 'crawlee'] as const) {
      rows[peer].of[checkout.name] = ratioOf(cost.ours, cost[peer]);
      rows[peer].told +=
        ` ${checkout.name} ${sampleOf(cost.ours).median.toFixed(2)} of ${sampleOf(cost[peer]).median.toFixed(2)} s;`;
    }
  }
  return Object.values(rows);
};

/** What a lookup takes of a machine. */
export const lookups: Figure = {
  id: 'P2',
  title: 'CPU a lookup, with its browser / other ways to look up',
  quickS: 36,
  beside: 'P7',
  measure,
};

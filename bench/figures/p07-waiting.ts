import { setTimeout as sleep } from 'node:timers/promises';
import { storeCrowd } from '../kit/crowd.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { sampleOf } from '../kit/interleaved.ts';
import type { Person } from '../kit/people.ts';
import { resting } from '../kit/portals.ts';
import { cpuOfAll } from '../kit/processes.ts';
import type { Product } from '../kit/product.ts';
import { openStreams } from '../kit/streams.ts';

/** Each person's page, fetched again so often. */
const POLL_S = 5;
const STARTED_MS = 30_000;
/** As far as the beats of a stream are apart: in less there may be all of them or none. */
const BEATS_S = 25;

/** Fetches everybody's page once in five seconds, evenly, for so many seconds. @returns how many a second came */
const poll = async (product: Product, people: readonly Person[], seconds: number): Promise<number> => {
  const each = (POLL_S * 1_000) / people.length;
  const began = performance.now();
  const asked: Promise<unknown>[] = [];
  for (let n = 0; performance.now() - began < seconds * 1_000; n += 1) {
    const { cookie } = people[n % people.length] ?? { cookie: '' };
    asked.push(fetch(`${product.origin}/perfil/`, { headers: { cookie } }).then((answer) => answer.text()));
    await sleep(Math.max(0, began + n * each - performance.now()));
  }
  await Promise.all(asked);
  return asked.length / seconds;
};

/** The part of a core that all processes of the product take while `work` goes on for so many seconds. */
const costOf = async (product: Product, seconds: number, work: () => Promise<unknown>): Promise<number> => {
  const pids = Object.values(product.pids);
  const before = await cpuOfAll(pids);
  await work();
  return ((await cpuOfAll(pids)) - before) / seconds;
};

const measure = async (bench: Bench): Promise<Row[]> => {
  const count = 1_000;
  const row: Row = {
    what: `${count.toLocaleString('en')} people who wait on a stream: CPU / polling their page every 5 s`,
    goal: { atMost: 0.05 },
    of: {},
    told: '',
  };
  for (const checkout of bench.checkouts) {
    await using product = await bench.portals.start(checkout, {
      ...{ mode: 'distributed', scrapers: 1 },
      env: resting,
    });
    const people = await storeCrowd(product, count, true);
    const [rounds, seconds] = bench.isQuick ? [1, 4] : [5, 15];
    const ratios: number[] = [];
    await poll(product, people, bench.isQuick ? 2 : 5);
    // What a start does in its first half minute is none of it.
    await sleep(Math.max(1_000, product.startedAt + STARTED_MS - Date.now()));
    for (let round = 0; round < rounds; round += 1) {
      let came = 0;
      const busy = await costOf(product, seconds, async () => {
        came = await poll(product, people, seconds);
      });
      await sleep(1_000);
      // What a portal takes by itself is for nobody.
      const alone = await costOf(product, seconds, () => sleep(seconds * 1_000));
      const streams = await openStreams(product.origin, '/api/v1/events', people);
      // Each is sent what is known of it first.
      await sleep(bench.isQuick ? 2_000 : 10_000);
      const waiting = await costOf(product, BEATS_S, () => sleep(BEATS_S * 1_000));
      streams.close();
      // As many as should have: a busy machine fetches fewer.
      const polling = alone + ((busy - alone) * people.length) / POLL_S / came;
      ratios.push(Math.max(0, waiting - alone) / (polling - alone));
      const [of, by, of0] = [waiting, polling, alone].map((cost) => (cost * 100).toFixed(1));
      row.told += ` ${checkout.name} ${of} % of a core, polling ${by} %, nobody ${of0} %;`;
    }
    row.of[checkout.name] = sampleOf(ratios);
  }
  return [row];
};

/** What it costs that people need not ask. */
export const waiting: Figure = {
  id: 'P7',
  title: 'people who wait on a stream / who ask again',
  quickS: 32,
  measure,
};

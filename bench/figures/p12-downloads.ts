import { setTimeout as sleep } from 'node:timers/promises';
import { leaderOf } from '../kit/crowd.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { interleaved, ratioOf, sampleOf } from '../kit/interleaved.ts';
import { startPeer } from '../kit/peer.ts';
import { resting } from '../kit/portals.ts';
import { memoryOf } from '../kit/processes.ts';

const LOOK_EACH_MS = 250;

/** Takes a file to its end. @returns seconds */
const take = async (url: string, cookie: string): Promise<number> => {
  const began = performance.now();
  const answer = await fetch(url, { headers: { cookie } });
  if (answer.status !== 200 || answer.body === null) throw new Error(`${url} answered ${answer.status}`);
  for await (const _ of answer.body);
  return (performance.now() - began) / 1_000;
};

/** The most that a process holds while `work` goes on, in bytes. */
const mostOf = async (pid: number, work: Promise<unknown>): Promise<number> => {
  const done = work.then(() => true);
  let most = await memoryOf(pid);
  while (!(await Promise.race([done, sleep(LOOK_EACH_MS, false)])))
    most = Math.max(most, await memoryOf(pid));
  return most;
};

const measure = async (bench: Bench): Promise<Row[]> => {
  const count = bench.isQuick ? 3_000 : 20_000;
  const many = 1_000_000;
  const rows: Record<string, Row> = {};
  const memory: Row = {
    what: `most memory, ${many.toLocaleString('en')} rows / ${count.toLocaleString('en')}`,
    goal: { atMost: 1.3 },
    of: {},
    told: '',
  };
  for (const checkout of bench.checkouts) {
    await using product = await bench.portals.start(checkout, {
      ...{ mode: 'embedded', scrapers: 1 },
      env: resting,
    });
    const leader = await leaderOf(product, count);
    await using peer = await startPeer('export/server.ts', product.databaseUrl, leader.id);
    for (const format of ['csv', 'xlsx'] as const) {
      const url = `${product.origin}/referidos/exportar.${format}`;
      const rates = await interleaved(
        {
          peer: async () => count / (await take(`${peer.origin}/${format}`, '')),
          ours: async () => count / (await take(url, leader.cookie)),
        },
        bench.rounds,
      );
      const row = rows[format] ?? {
        what: `rows of ${format.toUpperCase()} a second / a bare cursor`,
        goal: { atLeast: 0.6 },
        of: {},
        told: '',
      };
      rows[format] = row;
      row.of[checkout.name] = ratioOf(rates.ours, rates.peer);
      row.told += ` ${checkout.name} ${sampleOf(rates.ours).median.toFixed(0)} of ${sampleOf(rates.peer).median.toFixed(0)};`;
      bench.log(`${row.what}: ${row.told}`);
    }
    if (bench.isQuick) continue;
    const pid = Object.values(product.pids)[0] ?? -1;
    const url = `${product.origin}/referidos/exportar.csv`;
    const few = await mostOf(pid, take(url, leader.cookie));
    const big = await leaderOf(product, many);
    const lots = await mostOf(pid, take(url, big.cookie));
    memory.of[checkout.name] = sampleOf([lots / few]);
    memory.told += ` ${checkout.name} ${(lots / 2 ** 20).toFixed(0)} MB;`;
  }
  return bench.isQuick ? Object.values(rows) : [...Object.values(rows), memory];
};

/** Lists as files. */
export const downloads: Figure = {
  id: 'P12',
  title: 'downloads / a bare cursor with the same writers',
  quickS: 8,
  measure,
};

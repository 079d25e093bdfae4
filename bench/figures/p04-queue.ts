import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../shared/persistence/embedded-postgres.ts';
import { prepareDatabase } from '../../test/support/servers/roles.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { interleaved, ratioOf, sampleOf } from '../kit/interleaved.ts';
import { type QueueProcess, startQueue } from '../kit/queue.ts';

const WORKERS = 4;
const FEW = 1_000;

/** Stores people who are due, at the end of the queue. */
const storeDue = (client: pg.Client, count: number): Promise<unknown> =>
  client.query(
    `insert into census.records (user_id, cedula, status, attempt, priority, requested_at, due_at, version, created_at, updated_at)
     select gen_random_uuid(), (70000000 + n)::text, 'PENDING', 0, 10, now(), now(), 1, now(), now()
     from generate_series(1, $1::int) n`,
    [count],
  );

/** p99 of being lent one, in ms, median of rounds. */
const leaseP99 = async (queue: QueueProcess, rounds: number, count: number): Promise<number[]> => {
  const values: number[] = [];
  await queue.work({ count: count / 2, workers: WORKERS });
  for (let round = 0; round < rounds; round += 1)
    values.push((await queue.work({ count, workers: WORKERS })).leaseP99);
  return values;
};

const measure = async (bench: Bench): Promise<Row[]> => {
  const many = bench.isQuick ? 100_000 : 1_000_000;
  const count = bench.isQuick ? 60 : 500;
  // Of so few a p99 is their slowest, and there are rounds for that.
  const leases = bench.isQuick ? 60 : 200;
  const boss: Row = { what: 'lookups a second / pg-boss', goal: { atLeast: 1 }, of: {}, told: '' };
  const graphile: Row = {
    what: 'lookups a second / graphile-worker',
    goal: { atLeast: 1 },
    of: {},
    told: '',
  };
  const p99: Row = {
    what: `lease p99, ${many.toLocaleString('en')} due / 1,000`,
    goal: { atMost: 1.3 },
    of: {},
    told: '',
  };
  for (const { name, folder } of bench.checkouts) {
    await using opened = new AsyncDisposableStack();
    const data = await mkdtemp(join(tmpdir(), 'censo-bench-queue-'));
    opened.defer(() => rm(data, { recursive: true, force: true }));
    const postgres = await startEmbeddedPostgres(data, { info: () => {}, warn: () => {} });
    opened.defer(() => postgres.stop());
    const { url } = postgres;
    await prepareDatabase(url);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    opened.defer(() => client.end());
    const ours = opened.use(await startQueue('kit/queue-ours.ts', url, folder));
    const pgBoss = opened.use(await startQueue('peers/queue/pg-boss.ts', url));
    const worker = opened.use(await startQueue('peers/queue/graphile-worker.ts', url));
    await storeDue(client, (bench.rounds + 1) * count + FEW);
    const order = { count, workers: WORKERS };
    const rates = await interleaved(
      {
        ours: async () => (await ours.work(order)).rate,
        pgBoss: async () => (await pgBoss.work(order)).rate,
        worker: async () => (await worker.work(order)).rate,
      },
      bench.rounds,
    );
    boss.of[name] = ratioOf(rates.ours, rates.pgBoss);
    boss.told += ` ${name} ${sampleOf(rates.ours).median.toFixed(0)} of ${sampleOf(rates.pgBoss).median.toFixed(0)};`;
    graphile.of[name] = ratioOf(rates.ours, rates.worker);
    graphile.told += ` ${name} ${sampleOf(rates.ours).median.toFixed(0)} of ${sampleOf(rates.worker).median.toFixed(0)};`;
    bench.log(`${boss.told} ${graphile.told}`);
    await storeDue(client, (bench.rounds + 1) * leases);
    await client.query('vacuum analyze census.records');
    const few = await leaseP99(ours, bench.rounds, leases);
    await storeDue(client, many);
    await client.query('vacuum analyze census.records');
    const lots = await leaseP99(ours, bench.rounds, leases);
    p99.of[name] = ratioOf(lots, few);
    p99.told += ` ${name} ${sampleOf(lots).median.toFixed(1)} ms, ${sampleOf(few).median.toFixed(1)} ms;`;
  }
  return [boss, graphile, p99];
};

/** The queue, by those that others use. */
export const queue: Figure = {
  id: 'P4',
  title: 'a lookup from its lease to its storing, four at once',
  quickS: 13,
  measure,
};

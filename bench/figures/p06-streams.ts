import { setTimeout as sleep } from 'node:timers/promises';
import { NOW, storeCrowd } from '../kit/crowd.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { median, type Sample, sampleOf } from '../kit/interleaved.ts';
import { startPeer } from '../kit/peer.ts';
import { inDatabase, type Person, register } from '../kit/people.ts';
import { resting } from '../kit/portals.ts';
import { cpuOf, memoryOf } from '../kit/processes.ts';
import type { Product } from '../kit/product.ts';
import { openStreams } from '../kit/streams.ts';

const EVENTS = '/api/v1/events';
const ROUNDS = 5;
/** More than the tests' portals let come from one address in a minute. */
const MANY = '60 ip=1000000 persona=10000';

interface Extent {
  /** Until what opening streams left behind is collected. */
  settleMs: number;
  /** Twice as long as the beats are apart. */
  idleS: number;
  /** How many are opened in turn, at the portal and at the peer, to compare how fast. */
  round: number;
  /** Whose record changes while it is watched when they hear of it. */
  told: number;
  change(product: Product, people: readonly Person[]): Promise<void>;
}

/** Everybody who waits is looked up, as fast as it goes. */
const lookUp = async (product: Product): Promise<void> => {
  // What waits is looked for when somebody registers, else now and then.
  await register(product);
  await sleep(15_000);
};

/** Each asks anew after a failure, four at once: nobody is looked up, and the same event tells it. */
const askAnew = async (product: Product, people: readonly Person[]): Promise<void> => {
  const ids = people.map(({ id }) => id);
  await inDatabase(product, (client) =>
    client.query(
      // Long enough ago to ask again.
      `update census.records set status = 'TIMEOUT', error_code = 'timeout', due_at = null,
         requested_at = ${NOW} - interval '1 hour', answered_at = null,
         updated_at = ${NOW} - interval '1 hour'
       where user_id = any($1::uuid[])`,
      [ids],
    ),
  );
  const left = people.values();
  const askInTurn = async (): Promise<void> => {
    for (const { cookie } of left) {
      const url = `${product.origin}/api/v1/me/census/refresh`;
      const answer = await fetch(url, { method: 'POST', headers: { cookie } });
      if (answer.status !== 202) throw new Error(`asking anew answered ${await answer.text()}`);
    }
  };
  await Promise.all([askInTurn(), askInTurn(), askInTurn(), askInTurn()]);
  await sleep(500);
};

const whole: Extent = { settleMs: 15_000, idleS: 50, round: 400, told: 250, change: lookUp };
/** Shorter than the beats are apart: idle is less than it is. */
const brief: Extent = { settleMs: 3_000, idleS: 5, round: 150, told: 100, change: askAnew };

interface Held {
  /** Bytes a stream. */
  memory: number;
  /** A part of a core while nothing happens. */
  idle: number;
}

/** What it costs a process to hold open streams: bytes for each, and its time while nothing happens. */
const hold = async (
  origin: string,
  pid: number,
  people: readonly Person[],
  { settleMs, idleS }: Pick<Extent, 'settleMs' | 'idleS'>,
): Promise<Held> => {
  const empty = await memoryOf(pid);
  const streams = await openStreams(origin, EVENTS, people);
  await sleep(settleMs);
  const memory = ((await memoryOf(pid)) - empty) / people.length;
  const before = await cpuOf(pid);
  await sleep(idleS * 1_000);
  const idle = ((await cpuOf(pid)) - before) / idleS;
  streams.close();
  await sleep(2_000);
  return { memory, idle };
};

/** How long a change takes from its commit to the stream of its person, in ms: p99. */
const lagOf = async (
  product: Product,
  people: readonly Person[],
  change: Extent['change'],
): Promise<number> => {
  const heard = new Map<string, number>();
  const streams = await openStreams(product.origin, EVENTS, people, ({ id }, text, at) => {
    for (const [, version] of text.matchAll(/"version":(\d+)/g)) heard.set(`${id} ${version}`, at);
  });
  await change(product, people);
  streams.close();
  const rows = await inDatabase(
    product,
    async (client) =>
      (
        await client.query<{ id: string; version: number; at: Date }>(
          `select user_id as id, version, updated_at as at from census.records
           where user_id = any($1::uuid[]) and version > 1`,
          [people.map(({ id }) => id)],
        )
      ).rows,
  );
  const lags = rows.flatMap(({ id, version, at }) => {
    const came = heard.get(`${id} ${version}`);
    return came === undefined ? [] : [came - at.getTime()];
  });
  return lags.toSorted((a, b) => a - b)[Math.floor(lags.length * 0.99)] ?? Number.NaN;
};

const once = (value: number): Sample => sampleOf([value]);

const measureOf = async (bench: Bench, count: number): Promise<Row[]> => {
  const extent = bench.isQuick ? brief : whole;
  const rows: Record<'memory' | 'rate' | 'idle' | 'lag', Row> = {
    memory: { what: `${count} streams: memory / raw`, goal: { atMost: 1.25 }, of: {} },
    rate: { what: 'opening rate / raw', goal: { atLeast: 0.5 }, of: {} },
    idle: { what: `${count} streams: idle, % of a core`, goal: { atMost: 2 }, unit: ' %', floor: 1, of: {} },
    lag: { what: 'a change to its person, p99', goal: { atMost: 100 }, unit: ' ms', floor: 50, of: {} },
  };
  for (const checkout of bench.checkouts) {
    await using product = await bench.portals.start(checkout, {
      ...{ mode: 'distributed', scrapers: 1 },
      env: { ...resting, ...(bench.isQuick ? {} : { SPACING_MS: '50', LIMIT_STREAM: MANY }) },
    });
    const gateway = product.pids.gateway ?? -1;
    const people = await storeCrowd(product, count, false);
    await using peer = await startPeer('streams/server.ts');
    // Its first streams fill what is kept for good, such as compiled code.
    (await openStreams(product.origin, EVENTS, people.slice(0, 200))).close();
    // What each holds, and takes while nothing happens, is its own: side by side, where one process may have so many open.
    const holdOurs = () => hold(product.origin, gateway, people, extent);
    const holdRaw = () => hold(peer.origin, peer.pid, people, { ...extent, idleS: 1 });
    const [ours, raw] = bench.isQuick
      ? await Promise.all([holdOurs(), holdRaw()])
      : [await holdOurs(), await holdRaw()];
    const rates: number[] = [];
    const numbers: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const some = people.slice(round * extent.round, (round + 1) * extent.round);
      const own = await openStreams(product.origin, EVENTS, some);
      const other = await openStreams(peer.origin, EVENTS, some);
      rates.push(own.rate / other.rate);
      numbers.push(own.rate.toFixed(0));
      own.close();
      other.close();
    }
    const { name } = checkout;
    rows.memory.of[name] = once(ours.memory / raw.memory);
    rows.memory.told = `${rows.memory.told ?? ''} ${name} ${(ours.memory / 1_024).toFixed(1)} KB each, raw ${(raw.memory / 1_024).toFixed(1)}`;
    rows.rate.of[name] = sampleOf(rates);
    rows.rate.told = `${rows.rate.told ?? ''} ${name} ${median(numbers.map(Number)).toFixed(0)} a second`;
    rows.idle.of[name] = once(ours.idle * 100);
    const waiting = await storeCrowd(product, extent.told, true);
    rows.lag.of[name] = once(await lagOf(product, waiting, extent.change));
  }
  return Object.values(rows);
};

/** What it costs to keep people told. */
export const streams: Figure = {
  id: 'P6',
  title: 'streams / node:http that keeps responses open',
  quickS: 16,
  async measure(bench) {
    if (bench.isQuick) return measureOf(bench, 1_000);
    return [
      ...(await measureOf(bench, 5_000)),
      ...(await measureOf(bench, 10_000)).filter((_, row) => row !== 1),
    ];
  },
};

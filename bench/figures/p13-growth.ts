import { leaderOf, NOW, storeCrowd, storeDue } from '../kit/crowd.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { interleaved, median, ratioOf } from '../kit/interleaved.ts';
import { inDatabase, type Person, register } from '../kit/people.ts';
import { resting } from '../kit/portals.ts';
import type { Checkout, Product } from '../kit/product.ts';
import { type QueueProcess, startQueue } from '../kit/queue.ts';
import { rateOf } from '../kit/rate.ts';
import { openStreams } from '../kit/streams.ts';

/** Stores so many more people in both schemas; one of a hundred waits, behind everybody who is measured. */
const fill = async (product: Product, count: number): Promise<void> =>
  inDatabase(product, async (client) => {
    const CHUNK = 100_000;
    await client.query('set synchronous_commit = off');
    for (let at = 0; at < count; at += CHUNK) {
      const values = [at, Math.min(CHUNK, count - at)];
      await client.query(
        `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code, referral_goal,
           created_at, census_version)
         select ('00000000-0000-4000-b000-' || lpad(to_hex($1::int + n), 12, '0'))::uuid, (1000000000 + $1::int + n)::text,
           'Rosa Prueba ' || n, '+573001234567', 'none', 'USER', 'G' || ($1::int + n), 10, ${NOW}, 1
         from generate_series(1, $2::int) n`,
        values,
      );
      await client.query(
        `insert into census.records (user_id, cedula, status, attempt, priority, requested_at, due_at, answer, answered_at,
           answer_status, version, created_at, updated_at)
         select ('00000000-0000-4000-b000-' || lpad(to_hex($1::int + n), 12, '0'))::uuid, (1000000000 + $1::int + n)::text,
           case when n % 100 = 0 then 'PENDING' else 'NOT_FOUND' end, 1, 30, ${NOW}, case when n % 100 = 0 then ${NOW} end,
           case when n % 100 > 0 then '{"kind":"not_found"}'::jsonb end, case when n % 100 > 0 then ${NOW} end,
           case when n % 100 > 0 then 'NOT_FOUND' end, 1, ${NOW}, ${NOW}
         from generate_series(1, $2::int) n`,
        values,
      );
      await client.query(
        `insert into accounts.consents (id, user_id, purpose, policy_version, granted_at, ip, user_agent, channel)
         select gen_random_uuid(), ('00000000-0000-4000-b000-' || lpad(to_hex($1::int + n), 12, '0'))::uuid, purpose,
           coalesce((select max(version collate "C") from accounts.consent_texts), 'any'), ${NOW}, '127.0.0.1', 'test', 'earlier'
         from generate_series(1, $2::int) n, unnest(array['lookup', 'sharing']) purpose`,
        values,
      );
      await client.query(
        `insert into census.consents (user_id, lookup, sharing, as_of)
         select ('00000000-0000-4000-b000-' || lpad(to_hex($1::int + n), 12, '0'))::uuid, true, true, now()
         from generate_series(1, $2::int) n`,
        values,
      );
    }
    await client.query('vacuum analyze accounts.users');
    await client.query('vacuum analyze accounts.consents');
    await client.query('vacuum analyze census.records');
    await client.query('vacuum analyze census.consents');
  });

/** As many of a leader's people are asked for again at once. */
const MANY = 50;

/** Of a leader's people, those whose lookup failed. */
const failedOf = (product: Product, { id }: Person): Promise<string[]> =>
  inDatabase(product, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `select user_id as id from census.records where referrer_id = $1 and status = 'TIMEOUT'`,
      [id],
    );
    return rows.map((row) => row.id);
  });

/** Asks for many anew. @returns how many a second */
const refreshRate = async (
  { origin }: Product,
  { cookie }: Person,
  ids: readonly string[],
): Promise<number> => {
  const began = performance.now();
  const answer = await fetch(`${origin}/api/v1/batches`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ ids }),
  });
  const told = (await answer.json()) as { queued: number };
  const seconds = (performance.now() - began) / 1_000;
  if (told.queued !== ids.length) throw new Error(`not all were asked for: ${JSON.stringify(told)}`);
  return told.queued / seconds;
};

const WORKERS = 4;
const kinds = {
  answered: 'a page, answered',
  waiting: 'a page, waiting',
  streams: 'a stream opened',
  refreshed: 'one of a refresh of many',
  lookups: 'a lookup, from lease to stored',
} as const;
type Kind = keyof typeof kinds;

/** A portal of a size, and who is measured in it. */
interface Side {
  size: number;
  product: Product;
  queue: QueueProcess;
  people: readonly Person[];
  answered: Person;
  waits: Person;
  leader: Person;
  /** Whom nobody has asked for again yet. */
  failed: string[];
}

/** @returns what is measured, by kind: so many a second */
const measuresOf = (
  bench: Bench,
  { product, queue, people, answered, waits, leader, failed }: Side,
): Record<Kind, () => Promise<number>> => {
  const seconds = bench.isQuick ? 0.1 : bench.seconds;
  return {
    answered: () => rateOf(`${product.origin}/perfil/`, answered.cookie, seconds),
    waiting: () => rateOf(`${product.origin}/perfil/`, waits.cookie, seconds),
    async streams() {
      const opened = await openStreams(product.origin, '/api/v1/events', people);
      opened.close();
      return opened.rate;
    },
    refreshed: () => refreshRate(product, leader, failed.splice(0, MANY)),
    async lookups() {
      return (await queue.work({ count: lookupsOf(bench), workers: WORKERS })).rate;
    },
  };
};

const lookupsOf = ({ isQuick }: Bench): number => (isQuick ? 25 : 200);

const open = async (bench: Bench, checkout: Checkout, size: number): Promise<Side & AsyncDisposable> => {
  await using opening = new AsyncDisposableStack();
  const product = opening.use(await bench.portals.own(checkout, { mode: 'embedded', env: resting }));
  const queue = opening.use(await startQueue('kit/queue-ours.ts', product.databaseUrl, checkout.folder));
  const people = await storeCrowd(product, bench.isQuick ? 100 : 500, false);
  const [answered] = people;
  if (answered === undefined) throw new Error('nobody was stored');
  // Of five one has failed.
  const leader = await leaderOf(product, 5 * MANY * (bench.rounds + 1));
  const failed = await failedOf(product, leader);
  const began = performance.now();
  await fill(product, size);
  bench.log(
    `${checkout.name}: ${size} registered, stored in ${((performance.now() - began) / 1_000).toFixed(0)} s`,
  );
  // Those of all rounds together, for storing them takes longer than looking them up.
  await storeDue(product, lookupsOf(bench) * (bench.rounds + 1));
  const waits = await register(product);
  const opened = opening.move();
  return {
    ...{ size, product, queue, people, answered, waits, leader, failed },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

/** A portal of each size, all at once and measured in turn: what else goes on in the machine meets them alike. */
const measure = async (bench: Bench): Promise<Row[]> => {
  const sizes = bench.isQuick ? [1_000, 20_000] : [1_000, 100_000, 2_000_000];
  const rows = new Map<string, Row>();
  for (const checkout of bench.checkouts) {
    const { name } = checkout;
    await using opened = new AsyncDisposableStack();
    const sides = await Promise.all(sizes.map(async (size) => opened.use(await open(bench, checkout, size))));
    const measures = sides.map((side) => ({ size: side.size, of: measuresOf(bench, side) }));
    for (const [kind, what] of Object.entries(kinds) as [Kind, string][]) {
      const rates = await interleaved(
        Object.fromEntries(measures.map(({ size, of }) => [size, of[kind]])),
        bench.rounds,
      );
      for (const [step, size] of sizes.entries()) {
        const [later, first] = [rates[size], rates[sizes[step - 1] ?? '']];
        if (later === undefined || first === undefined) continue;
        const title = `${what}: ${size.toLocaleString('en')} registered / the step before`;
        const row = rows.get(title) ?? { what: title, goal: { atMost: 1.3 }, of: {}, told: '' };
        // By how much dearer each is: a rate the other way round.
        row.of[name] = ratioOf(first, later);
        row.told += ` ${name} ${median(later).toFixed(0)} of ${median(first).toFixed(0)} a second;`;
        rows.set(title, row);
      }
    }
  }
  return [...rows.values()];
};

/** How much dearer things are when more people are registered. */
export const growth: Figure = {
  id: 'P13',
  title: 'how cost grows with the people registered',
  quickS: 14,
  measure,
};

import { storeCrowd } from '../kit/crowd.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { interleaved, median, ratioOf } from '../kit/interleaved.ts';
import { inDatabase, type Person, register } from '../kit/people.ts';
import { type Product, startProduct } from '../kit/product.ts';
import { rateOf } from '../kit/rate.ts';
import { openStreams } from '../kit/streams.ts';

/** Fills both schemas until so many are registered; one of a hundred waits, behind everybody who is measured. */
const fill = async (product: Product, from: number, to: number): Promise<void> =>
  inDatabase(product, async (client) => {
    const CHUNK = 100_000;
    for (let at = from; at < to; at += CHUNK) {
      const values = [at, Math.min(CHUNK, to - at)];
      await client.query(
        `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code, referral_goal,
           created_at, census_version)
         select ('00000000-0000-4000-b000-' || lpad(to_hex($1::int + n), 12, '0'))::uuid, (1000000000 + $1::int + n)::text,
           'Rosa Prueba ' || n, '+573001234567', 'none', 'USER', 'G' || ($1::int + n), 10, now(), 1
         from generate_series(1, $2::int) n`,
        values,
      );
      await client.query(
        `insert into census.records (user_id, cedula, status, attempt, priority, requested_at, due_at, answer, answered_at,
           answer_status, version, created_at, updated_at)
         select ('00000000-0000-4000-b000-' || lpad(to_hex($1::int + n), 12, '0'))::uuid, (1000000000 + $1::int + n)::text,
           case when n % 100 = 0 then 'PENDING' else 'NOT_FOUND' end, 1, 30, now(), case when n % 100 = 0 then now() end,
           case when n % 100 > 0 then '{"kind":"not_found"}'::jsonb end, case when n % 100 > 0 then now() end,
           case when n % 100 > 0 then 'NOT_FOUND' end, 1, now(), now()
         from generate_series(1, $2::int) n`,
        values,
      );
    }
    await client.query('vacuum analyze accounts.users');
    await client.query('vacuum analyze census.records');
  });

const measure = async (bench: Bench): Promise<Row[]> => {
  const sizes = bench.isQuick ? [1_000, 50_000] : [1_000, 100_000, 2_000_000];
  const rows = new Map<string, Row>();
  const note = (what: string, name: string, later: number[], first: number[], unit: string): void => {
    const row: Row = rows.get(what) ?? { what, goal: { atMost: 1.3 }, of: {}, told: '' };
    // By how much dearer each is: a rate the other way round.
    row.of[name] = ratioOf(first, later);
    row.told += ` ${name} ${median(later).toFixed(0)} of ${median(first).toFixed(0)} ${unit};`;
    rows.set(what, row);
  };
  for (const checkout of bench.checkouts) {
    await using product = await startProduct(checkout, { mode: 'embedded', env: { SPACING_MS: '3600000' } });
    const people = await storeCrowd(product, 500, false);
    const [answered] = people;
    if (answered === undefined) throw new Error('nobody was stored');
    const waits = await register(product);
    let before: Record<'answered' | 'waiting' | 'streams', number[]> | undefined;
    let filled = 0;
    for (const size of sizes) {
      await fill(product, filled, size);
      filled = size;
      const page = (who: Person) => () => rateOf(`${product.origin}/perfil/`, who.cookie, bench.seconds);
      const rates = await interleaved(
        {
          answered: page(answered),
          waiting: page(waits),
          streams: async () => {
            const opened = await openStreams(product.origin, '/api/v1/events', people);
            opened.close();
            return opened.rate;
          },
        },
        bench.rounds,
      );
      const step = `${size.toLocaleString('en')} registered / the step before`;
      if (before !== undefined) {
        note(`a page, answered: ${step}`, checkout.name, rates.answered, before.answered, 'a second');
        note(`a page, waiting: ${step}`, checkout.name, rates.waiting, before.waiting, 'a second');
        note(`a stream opened: ${step}`, checkout.name, rates.streams, before.streams, 'a second');
      }
      before = rates;
    }
  }
  return [...rows.values()];
};

/** How much dearer things are when more people are registered. */
export const growth: Figure = { id: 'P13', title: 'how cost grows with the people registered', measure };

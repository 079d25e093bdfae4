import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inSpan } from '../../shared/tracing/tracing.ts';
import { leaderOf } from '../kit/crowd.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { interleaved, ratioOf, sampleOf } from '../kit/interleaved.ts';
import { register } from '../kit/people.ts';
import { resting } from '../kit/portals.ts';
import type { Checkout, Product } from '../kit/product.ts';
import { rateOf } from '../kit/rate.ts';

const REFERRED = 250;
/** Calls of a span that is none, timed together. */
const CALLS = 200_000;

/** A collector that throws away what it is sent. */
const startSink = async (): Promise<{ endpoint: string } & AsyncDisposable> => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** How many registrations a second, four at once. */
const registrationsOf = async (product: Product, count: number): Promise<number> => {
  const began = performance.now();
  const left = Array.from({ length: count }).values();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const _ of left) await register(product);
    }),
  );
  return (count * 1_000) / (performance.now() - began);
};

interface Portal {
  product: Product;
  leader: string;
  waiting: string;
}

const open = async ({ portals }: Bench, checkout: Checkout, env: Record<string, string>): Promise<Portal> => {
  const product = await portals.start(checkout, {
    ...{ mode: 'embedded', scrapers: 1 },
    env: { ...resting, ...env },
  });
  const { cookie: leader } = await leaderOf(product, REFERRED, true);
  return { product, leader, waiting: (await register(product)).cookie };
};

/** Nanoseconds that a span costs where nobody collects any. */
const costOfNone = async (): Promise<number> => {
  const work = async (): Promise<void> => {};
  const timed = async (one: () => Promise<void>): Promise<number> => {
    const began = performance.now();
    for (let call = 0; call < CALLS; call += 1) await one();
    return ((performance.now() - began) * 1e6) / CALLS;
  };
  const bare = await timed(work);
  return (await timed(() => inSpan('nothing', work))) - bare;
};

const measure = async (bench: Bench): Promise<Row[]> => {
  const seconds = bench.isQuick ? 0.15 : bench.seconds;
  const people = bench.isQuick ? 12 : 60;
  const rows = new Map<string, Row>();
  await using opened = new AsyncDisposableStack();
  const sink = opened.use(await startSink());
  for (const checkout of bench.checkouts) {
    const portal = async (env: Record<string, string>): Promise<Portal> => {
      const one = await open(bench, checkout, env);
      opened.use(one.product);
      return one;
    };
    const [off, on] = await Promise.all([portal({}), portal({ OTEL_EXPORTER_OTLP_ENDPOINT: sink.endpoint })]);
    const works: Record<string, (portal: Portal) => Promise<number>> = {
      'profile, answered': ({ product, leader }) => rateOf(`${product.origin}/perfil/`, leader, seconds),
      'list of 25': ({ product, leader }) => rateOf(`${product.origin}/referidos/`, leader, seconds),
      '/api/v1/me/census': ({ product, waiting }) =>
        rateOf(`${product.origin}/api/v1/me/census`, waiting, seconds),
      registrations: ({ product }) => registrationsOf(product, people),
    };
    for (const [what, work] of Object.entries(works)) {
      const rates = await interleaved({ off: () => work(off), on: () => work(on) }, bench.rounds);
      const row = rows.get(what) ?? { what: `${what}: all traced / none`, of: {}, told: '' };
      row.of[checkout.name] = ratioOf(rates.on, rates.off);
      const told = [rates.on, rates.off].map((values) => sampleOf(values).median.toFixed(0)).join(' of ');
      bench.log(`${what}: ${told} a second`);
      row.told += ` ${checkout.name} ${told} a second;`;
      rows.set(what, row);
    }
  }
  const none = await interleaved({ none: costOfNone }, bench.rounds);
  const off: Row = { what: 'a span where nobody collects any', unit: 'ns', floor: 200, of: {} };
  // Of this checkout alone: the function is asked here.
  for (const { name } of bench.checkouts) off.of[name] = sampleOf(none.none);
  return [...rows.values(), off];
};

/** What traces cost, on and off. */
export const traces: Figure = {
  id: 'P14',
  title: 'a portal that traces all it is asked / one that traces nothing, embedded',
  quickS: 11,
  measure,
};

import type { Mode } from '../../test/support/system/system.ts';
import { here as newest } from '../kit/checkouts.ts';
import { leaderOf } from '../kit/crowd.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { interleaved, ratioOf, sampleOf } from '../kit/interleaved.ts';
import { startPeer } from '../kit/peer.ts';
import { type Person, register } from '../kit/people.ts';
import { resting } from '../kit/portals.ts';
import type { Checkout, Product } from '../kit/product.ts';
import { rateOf } from '../kit/rate.ts';

/** Of five people whom a leader referred one waits. */
const REFERRED = 1_250;

/**
 * Each is asked for so long before it is measured: a process that has served a thousand pages takes half as long for the next as
 * one that has just started, and a portal runs for weeks.
 */
const WARM_S = { quick: 0.5, whole: 3 } as const;

const goals = { embedded: 0.6, distributed: 0.35 } as const satisfies Record<Mode, number>;
const modes: readonly Mode[] = ['embedded', 'distributed'];
const names = { embedded: 'embedded', distributed: 'over NATS' } as const satisfies Record<Mode, string>;

/** A product with the people whose pages are asked for, and the peer on its database. */
interface Side {
  product: Product;
  /** By what is measured: whose cookie, and which page. */
  pages: Record<string, { cookie: string; path: string }>;
}

const WAITING = 'profile, waiting behind 250';

/** As a browser that has seen a page of the portal: it has its secret for forms. */
const asBrowser = async ({ origin }: Product, { cookie }: Person): Promise<string> => {
  const page = await fetch(`${origin}/perfil/`, { headers: { cookie } });
  await page.text();
  const given = page.headers.getSetCookie().map((one) => one.split(';', 1)[0] ?? '');
  return [cookie, ...given].join('; ');
};

const portalOf = ({ portals }: Bench, checkout: Checkout, mode: Mode): Promise<Product> =>
  portals.start(checkout, { mode, scrapers: 1, env: resting });

const open = async (bench: Bench, checkout: Checkout, mode: Mode): Promise<Side> => {
  const product = await portalOf(bench, checkout, mode);
  const leader = { cookie: await asBrowser(product, await leaderOf(product, REFERRED, true)) };
  const waiting = { cookie: await asBrowser(product, await register(product)) };
  return {
    product,
    pages: {
      [WAITING]: { cookie: waiting.cookie, path: '/perfil/' },
      'profile, answered': { cookie: leader.cookie, path: '/perfil/' },
      home: { cookie: leader.cookie, path: '/' },
      'list of 25': { cookie: leader.cookie, path: '/referidos/' },
      '/api/v1/me/census': { cookie: waiting.cookie, path: '/api/v1/me/census' },
    },
  };
};

const measureMode = async (bench: Bench, mode: Mode): Promise<Row[]> => {
  const seconds = bench.isQuick ? 0.15 : bench.seconds;
  await using opened = new AsyncDisposableStack();
  const sides: Side[] = [];
  for (const checkout of bench.checkouts) {
    const side = await open(bench, checkout, mode);
    opened.use(side.product);
    sides.push(side);
  }
  // An earlier release may not count what the peer of a list shows.
  const here = sides.find(({ product }) => product.checkout.name === newest.name);
  if (here === undefined) throw new Error('no checkout to measure');
  const peer = opened.use(await startPeer('page/server.ts', here.product.databaseUrl));
  const rows: Row[] = [];
  const warm = new Set<string>();
  for (const [what, { cookie, path }] of Object.entries(here.pages)) {
    // Over NATS the rest follows these two.
    if (bench.isQuick && mode === 'distributed' && path !== '/api/v1/me/census' && what !== WAITING) continue;
    const peerPath = path === '/referidos/' ? path : '/perfil/';
    const asked: Record<string, (forS: number) => Promise<number>> = {
      peer: (forS) => rateOf(`${peer.origin}${peerPath}`, cookie, forS),
      ...Object.fromEntries(
        sides.map(({ product, pages }) => {
          const page = pages[what] ?? { cookie, path };
          const url = `${product.origin}${page.path}`;
          return [product.checkout.name, (forS: number) => rateOf(url, page.cookie, forS)];
        }),
      ),
    };
    for (const [name, ask] of Object.entries(asked)) {
      // The peer has served most of its pages before.
      if (name === 'peer' && warm.has(peerPath)) continue;
      await ask(bench.isQuick ? WARM_S.quick : WARM_S.whole);
    }
    warm.add(peerPath);
    const rates = await interleaved(
      Object.fromEntries(Object.entries(asked).map(([name, ask]) => [name, () => ask(seconds)])),
      bench.rounds,
    );
    const { peer: byHand = [], ...ours } = rates as Record<string, number[]>;
    const told = Object.entries(ours).map(([name, own]) => `${name} ${sampleOf(own).median.toFixed(0)}`);
    bench.log(`${what}, ${names[mode]}: ${told.join(', ')}, by hand ${sampleOf(byHand).median.toFixed(0)}`);
    rows.push({
      what: `${what}, ${names[mode]}`,
      goal: { atLeast: goals[mode] },
      of: Object.fromEntries(Object.entries(ours).map(([name, own]) => [name, ratioOf(own, byHand)])),
      told: `${told.join(', ')} of ${sampleOf(byHand).median.toFixed(0)} a second`,
    });
  }
  return rows;
};

/** Pages a second, by those of the hand-written page. */
export const pages: Figure = {
  id: 'P5',
  title: 'pages a second / a hand-written Koa and Eta page with two prepared reads',
  quickS: 24,
  async measure(bench) {
    // Whose portals are kept for others anyway: they start side by side.
    if (bench.isQuick)
      await Promise.all(
        bench.checkouts.flatMap((checkout) => modes.map((mode) => portalOf(bench, checkout, mode))),
      );
    const rows: Row[] = [];
    for (const mode of modes) rows.push(...(await measureMode(bench, mode)));
    return rows;
  },
};

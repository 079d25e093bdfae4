import { launch } from 'chrome-launcher';
import lighthouse, { type Flags } from 'lighthouse';
import { browserProgram } from '../kit/browser.ts';
import { storeCrowd } from '../kit/crowd.ts';
import type { Bench, Figure, Goal, Row } from '../kit/figure.ts';
import { sampleOf } from '../kit/interleaved.ts';
import { inDatabase } from '../kit/people.ts';

const CODE = 'BENCHABC';

/** Lighthouse's slow 4G, and a phone that is a sixth as quick as this machine. */
const cheapPhone = {
  formFactor: 'mobile',
  throttlingMethod: 'simulate',
  throttling: { rttMs: 150, throughputKbps: 1_638.4, cpuSlowdownMultiplier: 6 },
  disableFullPageScreenshot: true,
  // An address with somebody's code is not for searches, and says so.
  skipAudits: ['is-crawlable'],
  maxWaitForLoad: 30_000,
} satisfies Flags;

interface Measured {
  what: string;
  goal: Goal;
  unit?: string;
  floor?: number;
  of: (report: Report) => number;
}

type Report = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr'];

const audit = (name: string) => (report: Report) => report.audits[name]?.numericValue ?? Number.NaN;
const category = (name: string) => (report: Report) => (report.categories[name]?.score ?? Number.NaN) * 100;

/** What the bytes are of: `/sw.js 1345`. */
const bytesByFile = ({ audits }: Report): string[] => {
  const details = audits['total-byte-weight']?.details;
  if (details?.type !== 'table' && details?.type !== 'opportunity') return [];
  return details.items.map(({ url, totalBytes }) => `${new URL(String(url)).pathname} ${String(totalBytes)}`);
};

const measured: Measured[] = [
  {
    what: 'bytes',
    goal: { atMost: 45 },
    unit: ' KB',
    of: (report) => audit('total-byte-weight')(report) / 1_024,
  },
  {
    what: 'largest contentful paint',
    goal: { atMost: 1.8 },
    unit: ' s',
    floor: 0.9,
    of: (report) => audit('largest-contentful-paint')(report) / 1_000,
  },
  {
    what: 'total blocking time',
    goal: { atMost: 50 },
    unit: ' ms',
    floor: 50,
    of: audit('total-blocking-time'),
  },
  { what: 'layout shift', goal: { atMost: 0 }, floor: 0.01, of: audit('cumulative-layout-shift') },
  ...['performance', 'accessibility', 'best-practices', 'seo'].map((name) => ({
    what: `lighthouse: ${name}${name === 'seo' ? ', without being listed' : ''}`,
    goal: { atLeast: 98 },
    of: category(name),
  })),
];

const measure = async (bench: Bench): Promise<Row[]> => {
  const rows: Row[] = measured.map(({ of: _, ...row }) => ({ ...row, of: {} }));
  const chromePath = await browserProgram();
  // What else it says of a page does not change with the day.
  const [rounds, settings] = bench.isQuick
    ? [1, { ...cheapPhone, onlyCategories: ['performance'] }]
    : [5, cheapPhone];
  for (const checkout of bench.checkouts) {
    // As deployed: what a page needs is built at the start, kept compressed, and may be kept for ever. That it has started is a
    // line of its log there.
    await using product = await bench.portals.own(checkout, {
      mode: 'embedded',
      env: { NODE_ENV: 'production', LOG_LEVEL: 'info', SPACING_MS: '3600000' },
    });
    const [inviter] = await storeCrowd(product, 1, false);
    await inDatabase(product, (client) =>
      client.query('update accounts.users set referral_code = $1 where id = $2', [CODE, inviter?.id]),
    );
    const link = `${product.origin}/register/?ref=${CODE}`;
    // Nobody is the first visitor of a process.
    for (let n = 0; n < 20; n += 1) await (await fetch(link)).text();
    const values = measured.map(() => [] as number[]);
    for (let round = 0; round < rounds; round += 1) {
      const chrome = await launch({
        chromePath,
        chromeFlags: [
          '--headless=new',
          '--disable-gpu',
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ],
        logLevel: 'silent',
      });
      try {
        const result = await lighthouse(link, { port: chrome.port, logLevel: 'silent', ...settings });
        if (result === undefined) throw new Error('lighthouse said nothing');
        const { lhr } = result;
        if (lhr.runtimeError !== undefined) throw new Error(lhr.runtimeError.message);
        for (const [n, { of }] of measured.entries()) values[n]?.push(of(lhr));
        const lost = Object.values(lhr.audits).filter(
          ({ score, scoreDisplayMode }) =>
            score !== null && score < 0.9 && scoreDisplayMode !== 'informative',
        );
        bench.log(`lighthouse would have: ${lost.map(({ id }) => id).join(', ')}`);
        if (round === 0) bench.log(`bytes: ${bytesByFile(lhr).join(', ')}`);
      } finally {
        chrome.kill();
      }
    }
    for (const [n, row] of rows.entries()) row.of[checkout.name] = sampleOf(values[n] ?? []);
  }
  return bench.isQuick ? rows.slice(0, 5) : rows;
};

/** What somebody waits for who opens a link in a chat, on a cheap phone, for the first time. */
export const firstVisit: Figure = {
  id: 'P11',
  title: 'arrival by the link of somebody: cheap phone (CPU ÷ 6), slow 4G, nothing kept',
  quickS: 11,
  measure,
};

import { setTimeout as sleep } from 'node:timers/promises';
import { DEAR_KIB } from '../../test/support/cheap-passwords.ts';
import { newCedula } from '../../test/support/people/client.ts';
import { browserProgram } from '../kit/browser.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { interleaved, ratioOf, sampleOf } from '../kit/interleaved.ts';
import { startLookups } from '../kit/lookups.ts';
import { register } from '../kit/people.ts';
import type { Product } from '../kit/product.ts';

/** What the official page takes to answer, in both. */
const ANSWER_MS = 150;
/** In which the portal opens the next page ahead, so that it takes nothing from the script. */
const REST_MS = 1_500;

/** Registers somebody and waits on their stream. @returns ms until it told their answer */
const untilAnswered = async (product: Product): Promise<number> => {
  const began = performance.now();
  const { cookie } = await register(product);
  const stream = await fetch(`${product.origin}/api/v1/events`, { headers: { cookie } });
  let heard = '';
  for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    heard += chunk;
    if (heard.includes('"status":"ACTIVE"')) break;
  }
  return performance.now() - began;
};

const measure = async (bench: Bench): Promise<Row[]> => {
  const program = await browserProgram();
  const row: Row = {
    what: 'registration → ACTIVE on the stream / a bare script',
    goal: { atMost: 1.15 },
    of: {},
    told: '',
  };
  for (const checkout of bench.checkouts) {
    await using opened = new AsyncDisposableStack();
    const [product, script] = await Promise.all([
      bench.portals
        .own(checkout, {
          mode: 'embedded',
          simulatorDelayMs: ANSWER_MS,
          env: {
            SPACING_MS: '0',
            SOURCE: 'consultacenso',
            CHROMIUM_PATH: program,
            PASSWORD_MEMORY_KIB: String(DEAR_KIB),
          },
        })
        .then((one) => opened.use(one)),
      startLookups('warm.ts', program).then((one) => opened.use(one)),
    ]);
    const { page } = product;
    const taken = await interleaved(
      {
        async script() {
          await sleep(REST_MS);
          return (await script.work({ url: page, cedulas: [newCedula('00')] })).ms[0] ?? Number.NaN;
        },
        ours: () => untilAnswered(product),
      },
      bench.isQuick ? bench.rounds : 15,
    );
    row.of[checkout.name] = ratioOf(taken.ours, taken.script);
    row.told += ` ${checkout.name} ${sampleOf(taken.ours).median.toFixed(0)} of ${sampleOf(taken.script).median.toFixed(0)} ms;`;
  }
  return [row];
};

/** How soon somebody who comes knows their place. */
export const firstAnswer: Figure = {
  id: 'P1',
  title: 'a registration until its answer / a bare script with a browser that stays',
  quickS: 30,
  measure,
};

import { DEAR_KIB } from '../../test/support/cheap-passwords.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { interleaved, ratioOf, sampleOf } from '../kit/interleaved.ts';
import { startPeer } from '../kit/peer.ts';
import { register } from '../kit/people.ts';
import { resting } from '../kit/portals.ts';

/** As many as register at the same time. */
const AT_ONCE = 4;

/** How many a second are done, a few at once. */
const rateOf = async (count: number, one: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  const left = Array.from({ length: count }).values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const _ of left) await one();
    }),
  );
  return (count * 1_000) / (performance.now() - began);
};

const measure = async (bench: Bench): Promise<Row[]> => {
  const row: Row = {
    what: 'registrations / hashes of a password',
    goal: { atLeast: 0.92 },
    of: {},
    told: '',
  };
  const count = bench.isQuick ? 8 : 40;
  for (const checkout of bench.checkouts) {
    await using product = await bench.portals.own(checkout, {
      mode: 'embedded',
      env: { ...resting, PASSWORD_MEMORY_KIB: String(DEAR_KIB) },
    });
    await using peer = await startPeer('argon2/server.ts');
    const rates = await interleaved(
      {
        hashes: () => rateOf(count, async () => (await fetch(peer.origin)).text()),
        registrations: () => rateOf(count, () => register(product)),
      },
      bench.rounds,
    );
    row.of[checkout.name] = ratioOf(rates.registrations, rates.hashes);
    row.told += ` ${checkout.name} ${sampleOf(rates.registrations).median.toFixed(1)} of ${sampleOf(rates.hashes).median.toFixed(1)} a second;`;
  }
  return [row];
};

/** What a registration costs beside its password. */
export const registrations: Figure = {
  id: 'P10',
  title: 'registrations / argon2 alone, four at once',
  quickS: 8,
  measure,
};

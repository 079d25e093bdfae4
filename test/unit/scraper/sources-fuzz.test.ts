import { randomInt } from 'node:crypto';
import { expect } from 'chai';
import { readConsultaAnswer } from '../../../services/scraper/sources/consultacenso/read-answer.ts';
import { readWspAnswer } from '../../../services/scraper/sources/wsp/read-answer.ts';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import { outcomeRule } from '../../../shared/contract/outcome.ts';
import { CEDULA, type Fixture, OTHER_CEDULA } from '../../support/official/fixture.ts';
import { seeded } from '../../support/random.ts';
import * as consultacenso from './sources/consultacenso/found.ts';
import { MESSAGES as CONSULTA_MESSAGES } from './sources/consultacenso/messages.ts';
import { NOVEDAD as CONSULTA_NOVEDAD } from './sources/consultacenso/novedades.ts';
import { FOREIGN_BODIES } from './sources/support/foreign-bodies.ts';
import { lettersOf, mutate, squash } from './sources/support/mutate.ts';
import { FOUND as WSP_FOUND } from './sources/wsp/found.ts';
import { MESSAGES as WSP_MESSAGES } from './sources/wsp/messages.ts';
import { NOT_WHOLE } from './sources/wsp/not-whole.ts';
import { NOVEDAD as WSP_NOVEDAD } from './sources/wsp/novedades.ts';

/** Damages of each fixture; FUZZ_MUTATIONS for a longer run, as `npm run test:long` has it. */
const MUTATIONS = Number(process.env.FUZZ_MUTATIONS ?? 100);
/** The suite's own, so that it ends the same way each time. */
const FIXED_SEED = 1_990_659_215;
const { FUZZ_SEED = String(FIXED_SEED) } = process.env;
/** `FUZZ_SEED=random` takes another one each run, as `npm run test:long` has it; a number repeats a run that failed. */
const SEED = FUZZ_SEED === 'random' ? randomInt(2 ** 31) : Number(FUZZ_SEED);
/** In milliseconds. A read takes 0.1; only one whose work grows without bounds takes so long on any machine. */
const MAX_MS = 30_000;

/** @returns what is wrong with an outcome of this body, or null */
const wrongWith = (outcome: Outcome, body: string): string | null => {
  if (outcome.kind !== 'active') return null;
  if (!outcomeRule.safeParse(outcome).success) return 'the contract refuses it';
  const words = squash(body);
  if (!words.includes(CEDULA)) return 'the NUIP is not in it';
  for (const field of ['departamento', 'municipio', 'puesto', 'direccion', 'mesa'] as const) {
    // Written as the body has it, or read from there: what looks like a reference may be its text.
    if (![lettersOf, squash].some((written) => words.includes(written(outcome[field]))))
      return `${field} is not in it: ${outcome[field]}`;
  }
  return null;
};

const time = (read: () => Outcome): { outcome: Outcome; ms: number } => {
  const begun = performance.now();
  const outcome = read();
  return { outcome, ms: performance.now() - begun };
};

const sources = {
  consultacenso: {
    read: readConsultaAnswer,
    fixtures: [
      ...consultacenso.FOUND,
      ...consultacenso.HALF_FOUND,
      ...CONSULTA_NOVEDAD,
      ...CONSULTA_MESSAGES,
    ],
    whole: consultacenso.FOUND,
  },
  wsp: {
    read: readWspAnswer,
    fixtures: [...WSP_FOUND, ...NOT_WHOLE, ...WSP_NOVEDAD, ...WSP_MESSAGES],
    whole: WSP_FOUND,
  },
};

for (const [sourceIndex, [name, { read, fixtures, whole }]] of Object.entries(sources).entries()) {
  describe(`Any damage to an answer of ${name} (FUZZ_SEED=${SEED})`, function () {
    this.timeout(300_000);

    const damaged = (
      { what, body, status }: Fixture,
      index: number,
      check: (outcome: Outcome, body: string) => string | null,
      mutations = MUTATIONS,
    ): void => {
      const random = seeded(SEED + index);
      for (let count = 0; count < mutations; count += 1) {
        const text = mutate(body, random);
        const timed = () => time(() => read(text, CEDULA, status));
        let wrong: string | null;
        try {
          const { outcome, ms } = timed();
          wrong = check(outcome, text);
          // The processor may have been elsewhere: only what is slow twice is slow.
          if (ms > MAX_MS && timed().ms > MAX_MS) wrong = 'it takes too long';
        } catch (error) {
          wrong = `it throws ${error}`;
        }
        if (wrong !== null)
          throw new Error(`FUZZ_SEED=${SEED}, «${what}», damage ${count}, ${wrong}:\n${text}`);
      }
    };

    it('never throws, never hangs, and never makes an answer of what does not have it all', () => {
      for (const [index, fixture] of fixtures.entries()) damaged(fixture, index, wrongWith);
    });

    it('never makes an answer of what was none', () => {
      // The other source reads the same ones.
      for (const [index, fixture] of FOREIGN_BODIES.entries())
        damaged(fixture, index + sourceIndex * 1_000, wrongWith, MUTATIONS / 2);
    });

    it('never makes an answer for somebody else', () => {
      for (const [index, fixture] of whole.entries()) {
        const body = fixture.body.replaceAll(/1\.?020\.?304\.?050/g, OTHER_CEDULA);
        expect(body, fixture.what).to.not.equal(fixture.body);
        damaged({ ...fixture, body }, index, ({ kind }, text) =>
          kind === 'failure' || text.includes(CEDULA) ? null : `it is ${kind}`,
        );
      }
    });
  });
}

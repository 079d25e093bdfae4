import { expect } from 'chai';
import { readConsultaAnswer } from '../../../../services/scraper/sources/consultacenso/read-answer.ts';
import { readWspAnswer } from '../../../../services/scraper/sources/wsp/read-answer.ts';
import { outcomeRule } from '../../../../shared/contract/outcome.ts';
import { type Random, seeded } from '../../random.ts';
import * as consultacenso from './consultacenso/fixtures.ts';
import { CEDULA, type Fixture, FOREIGN_BODIES, OTHER_CEDULA } from './fixture.ts';
import * as wsp from './wsp/fixtures.ts';

const MUTATIONS_PER_FIXTURE = 30;
const MUTATIONS_PER_WHOLE_ANSWER = 300;

/** What may stand where it should not. */
const PIECES = [
  OTHER_CEDULA,
  '<table>',
  '</td>',
  '</table>',
  '<td data-th="MESA">9</td>',
  '<script>',
  '<!--',
  '"',
  "'",
  '\\/',
  '\\u0000',
  '{',
  '}',
  '\u00a0',
  '\ufffd',
  '&nbsp;',
  '&#x31;',
  'null',
  'MESA',
  'novedad',
  'captcha',
] as const;

const mutate = (text: string, random: Random): string => {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + random.below(40));
  switch (random.below(5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, to) + text.slice(at);
    case 3:
      return text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + 1);
    default:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(at);
  }
};

/** Is the asked cédula in what the page sent, however it was written? */
const names = (body: string, cedula: string): boolean =>
  body.replace(/[.\s\u00a0]|&nbsp;/g, '').includes(cedula);

const sources = {
  consultacenso: {
    read: readConsultaAnswer,
    whole: consultacenso.FOUND,
    others: [...consultacenso.HALF_FOUND, ...consultacenso.NOVEDAD, ...consultacenso.MESSAGES],
  },
  wsp: { read: readWspAnswer, whole: wsp.FOUND, others: [...wsp.NOT_WHOLE, ...wsp.NOVEDAD, ...wsp.MESSAGES] },
};

for (const [name, { read, whole, others }] of Object.entries(sources)) {
  describe(`Any damage to an answer of ${name}`, () => {
    const check = (fixtures: readonly Fixture[], mutations: number): void => {
      for (const [index, { what, body }] of fixtures.entries()) {
        const random = seeded(index);
        for (let count = 0; count < mutations; count += 1) {
          let damaged = mutate(body, random);
          while (random.below(3) === 0) damaged = mutate(damaged, random);

          const outcome = read(damaged, CEDULA);

          const told = `${what}, mutation ${count}: ${damaged}`;
          expect(outcomeRule.safeParse(outcome).success, `the contract takes it: ${told}`).to.equal(true);
          if (outcome.kind !== 'active') continue;
          expect(names(damaged, CEDULA), `it is about the one asked for: ${told}`).to.equal(true);
          expect(Object.values(outcome), told).to.have.lengthOf(6).and.not.include('');
        }
      }
    };

    it('never throws and never makes half an answer of a whole one', () => {
      check(whole, MUTATIONS_PER_WHOLE_ANSWER);
    });

    it('never throws and never makes an answer of what was none', () => {
      check([...others, ...FOREIGN_BODIES], MUTATIONS_PER_FIXTURE);
    });

    it('never makes an answer for somebody else', () => {
      const random = seeded(7);
      for (const { body } of whole) {
        for (let count = 0; count < 30; count += 1) {
          const outcome = read(mutate(body.replaceAll(/1\.?020\.?304\.?050/g, OTHER_CEDULA), random), CEDULA);
          expect(outcome.kind, outcome.kind).to.equal('failure');
        }
      }
    });
  });
}

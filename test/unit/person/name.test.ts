import { expect } from 'chai';
import fc from 'fast-check';
import { nameProblem, normaliseName } from '../../../shared/person/name.ts';

const SHORT = 'Escriba su nombre completo (mínimo 2 letras).';
const LETTERS = 'Use solo letras, espacios, guion, apóstrofo y el punto de una abreviatura.';
const LOOSE = 'Hay un guion, un apóstrofo o un punto suelto: bórrelo.';

describe('A typed name', () => {
  const accepted: [what: string, given: string, kept: string][] = [
    ['gets single spaces', '  Ana \t María\u00a0\u00a0Peñalosa ', 'Ana María Peñalosa'],
    ['has its accents composed', 'Mari\u0301a Pen\u0303a', 'María Peña'],
    ['loses what nobody sees', '\u202aAna\u200b Ma\u00adría\u202c', 'Ana María'],
    ['may have a hyphen and an apostrophe', "Luz O'Hara-Díaz", 'Luz O’Hara-Díaz'],
    ['may have the typographic apostrophe', 'Luz D’Angelo', 'Luz D’Angelo'],
    ['may have an acute accent for an apostrophe', 'Luz D´Angelo', 'Luz D’Angelo'],
    ['may have a grave accent for it', 'Luz D`Angelo', 'Luz D’Angelo'],
    ['may have the letter for it', 'Luz Dʼ Angelo', 'Luz D’Angelo'],
    ['may have two of them', "Luz D''Angelo", 'Luz D’Angelo'],
    ['may begin with it', 'Vera ‘t Hooft', 'Vera ’t Hooft'],
    ['may have any hyphen', 'Ana Peña‐Díaz', 'Ana Peña-Díaz'],
    ['may have blanks beside a hyphen', 'Ana Peña – Díaz', 'Ana Peña-Díaz'],
    ['may have an abbreviation', 'Ma. Fernanda', 'Ma. Fernanda'],
    ['may have an abbreviation without a blank', 'Ma.Fernanda', 'Ma. Fernanda'],
    ['may have one with a capital behind it', 'Sta.María', 'Sta. María'],
    ['may end in one', 'Juan C.', 'Juan C.'],
    ['may end in one behind a blank', 'Juan C .', 'Juan C.'],
    ['may have initials', 'J.R.R.Tolima', 'J.R.R. Tolima'],
    ['may have a small raised letter', 'M.ª Luz', 'M.ª Luz'],
    ['may have two letters', 'Yu', 'Yu'],
    ['may have wide letters', 'Ａｎａ　Ｌｕｚ', 'Ana Luz'],
    ['may be of another alphabet', 'Олена Іваненко', 'Олена Іваненко'],
    ['may have marks that compose with nothing', 'นิรันดร์', 'นิรันดร์'],
    ['may have a Catalan dot', 'Gal·la', 'Gal·la'],
    ['may have 120 characters', 'a'.repeat(120), 'a'.repeat(120)],
    ['may have 120 characters beyond the first plane', '𐐨'.repeat(120), '𐐨'.repeat(120)],
  ];
  for (const [what, given, kept] of accepted) {
    it(what, () => {
      expect(normaliseName(given)).to.equal(kept);
      expect(nameProblem(kept)).to.equal(null);
    });
  }

  const refused: [what: string, given: string, problem: string][] = [
    ['is blank', ' \u00a0 ', SHORT],
    ['is invisible', '\u200b\u3164\ufeff', SHORT],
    ['has one letter', 'A.', SHORT],
    ['has signs only', "-.'-", SHORT],
    ['has 121 characters', 'a'.repeat(121), 'El nombre debe tener máximo 120 caracteres.'],
    ['has a digit', 'Ana 2', LETTERS],
    ['has a digit of another script', 'Ana ٢', LETTERS],
    ['has a wide digit', 'Ana ２', LETTERS],
    ['has markup', '<b>Ana</b>', LETTERS],
    ['has wide markup', '＜b＞Ana', LETTERS],
    ['begins a formula', '=Ana', LETTERS],
    ['has a plus', 'Ana+Luz', LETTERS],
    ['has a comma', 'Peña, Ana', LETTERS],
    ['has an emoji', 'Ana 😀', LETTERS],
    ['has an emoji of several signs', 'Ana 👩‍👧', LETTERS],
    ['is an e-mail address', 'ana@ejemplo.co', LETTERS],
    ['is a web address', 'www.ejemplo.com', LETTERS],
    ['is a short web address', 'x.com', LETTERS],
    ['is an address with its scheme', 'https://ejemplo.co', LETTERS],
    ['is an address in letters of any size', 'Visite Ejemplo.COM', LETTERS],
    ['has more marks than a letter has', `Ana${'\u0336'.repeat(9)}`, LETTERS],
    ['ends in a hyphen', 'Ana-', LOOSE],
    ['ends in an apostrophe', 'Ana’', LOOSE],
    ['has two dots', 'Juan..Peña', LETTERS],
    ['has three dots at its end', 'Juan...', LOOSE],
    ['has a dot inside a word', 'ana.maría', LETTERS],
    ['begins with a hyphen', '-Ana', LOOSE],
    ['has an apostrophe alone', 'Ana ’ Luz', LOOSE],
    ['has a zero byte', 'Ana\0Luz', LETTERS],
  ];
  for (const [what, given, problem] of refused) {
    it(`is refused when it ${what}`, () => {
      expect(nameProblem(normaliseName(given))).to.equal(problem);
    });
  }

  it('has one form: normalised again it is the same', () => {
    const sign = fc.constantFrom(...` 'ʼ’´\`-‐–.·\u00a0\u200b\u0301ªñÑaBcМ`);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: sign }), fc.string({ unit: 'grapheme' })), (text) => {
        const name = normaliseName(text);
        expect(normaliseName(name)).to.equal(name);
      }),
      { seed: 20_261_125, numRuns: 5_000 },
    );
  });
});

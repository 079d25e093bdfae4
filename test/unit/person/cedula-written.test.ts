import { expect } from 'chai';
import fc from 'fast-check';
import { cedulaProblem, formatCedula, parseCedula } from '../../../shared/person/cedula.ts';
import { plainDigits } from '../../../shared/person/text/digits.ts';

/** The same on every run. */
const SEARCH = { seed: 20_261_125, numRuns: 1_000 };

const cedula = fc.integer({ min: 100_000, max: 9_999_999_999 }).map(String);
/** Ways in which people write the same number, and telephones and programs change it on its way. */
const ways: readonly ((digits: string) => string)[] = [
  (digits) => digits,
  formatCedula,
  ...[',', '’', '´', '\u00a0', '\u2009', '. ', '‑', '٬'].map(
    (sign) => (digits: string) => formatCedula(digits).replaceAll('.', sign),
  ),
];
const wrappings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => ` \t${text}\r\n`,
  (text) => `C.C. ${text}`,
  (text) => `Cédula N.º ${text}`,
  (text) => `\u202a${text}\u202c`,
  (text) => [...text].join('\u200b'),
  (text) => text.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))),
  (text) => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  (text) => `000${text}`.replace(/^000(?!\d+$)/, ''),
  (text) => `${text}.`,
];

describe('A written number', () => {
  it('is read as whoever wrote it would say it', () => {
    fc.assert(
      fc.property(cedula, fc.constantFrom(...ways), fc.constantFrom(...wrappings), (digits, way, wrap) => {
        expect(parseCedula(wrap(way(digits)))).to.equal(digits);
      }),
      SEARCH,
    );
  });

  it('with decimals is nobody’s, however it is written', () => {
    fc.assert(
      fc.property(
        cedula,
        fc.constantFrom(...ways),
        fc.constantFrom('.0', '.00', ',00', ',5', '.5', '.1234', '٫0', '．０', '-1', ' 00'),
        fc.constantFrom(...wrappings.slice(0, 8)),
        (digits, way, decimals, wrap) => {
          const written = way(digits);
          // Four digits behind a blank or a hyphen may be another group.
          fc.pre(!/^[ -]/.test(decimals) || digits.length >= 6);
          expect(parseCedula(wrap(written + decimals))).to.equal(null);
        },
      ),
      SEARCH,
    );
  });

  it('is only ever made of the digits that stand there, in their order, set apart at thousands or evenly', () => {
    const sign = fc.constantFrom(
      ...['', '.', ',', "'", '’', ' ', '-', '\u00a0', '\u200b', '\t', '/', 'E', '+', '٫', '²'],
    );
    const group = fc.oneof(
      fc.integer({ min: 0, max: 999 }).map((n) => String(n).padStart(3, '0')),
      fc.integer({ min: 0, max: 99_999 }).map(String),
    );
    const groups = fc.array(group, { minLength: 1, maxLength: 5 });
    const text = fc.oneof(
      fc.tuple(groups, sign).map(([parts, one]) => parts.join(one)),
      fc.array(fc.tuple(group, sign), { maxLength: 5 }).map((parts) => parts.flat().join('')),
    );
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (given) => {
        const number = parseCedula(given);
        expect(cedulaProblem(given) === null).to.equal(number !== null);
        if (number === null) return;
        read += 1;
        expect(number).to.match(/^[1-9]\d{5,9}$/);
        expect(plainDigits(given).replace(/\D/g, '').replace(/^0+/, '')).to.equal(number);
        const written = plainDigits(given).replaceAll('\u200b', '').match(/\d+/g) ?? [];
        const isBlankOnly = /^['’]?[\d\s\u200b]*['’.,]?\s*$/.test(plainDigits(given));
        if (!isBlankOnly) for (const one of written.slice(1)) expect(one, given).to.have.lengthOf(3);
      }),
      SEARCH,
    );
    expect(read, 'enough were read').to.be.greaterThan(15);
  });

  it('is read without an exception, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        parseCedula(text);
        cedulaProblem(text);
      }),
      SEARCH,
    );
  });
});

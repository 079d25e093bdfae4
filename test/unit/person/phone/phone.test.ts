import { expect } from 'chai';
import fc from 'fast-check';
import { formatPhone, parsePhone, phoneLink, phoneProblem } from '../../../../shared/person/phone/phone.ts';
import { phoneShapeProblem } from '../../../../shared/person/phone/shape.ts';

const LENGTH = 'El celular debe tener 10 dígitos. Si es de otro país, escriba + y el código del país.';
const BEGINNING =
  'Un celular empieza por 3 y un fijo por 60. Si es de otro país, escriba + y el código del país.';
const OLD = 'Los fijos ya tienen 10 dígitos: escriba 60, el indicativo y el número.';
const SPREADSHEET = 'Parece venir de una hoja de cálculo: escriba el celular sin decimales.';
const CODE = 'Revise el número: si es de otro país, empieza por + y su código, por ejemplo +1.';
const ONE = 'Escriba un solo celular, solo con números.';
const NOBODY = 'Ese número de celular no existe: revíselo.';

describe('A typed phone', () => {
  const accepted: [text: string, kept: string][] = [
    ...[
      ...[
        '3107654321',
        '310 765 4321',
        '310-765-4321',
        '(310) 765.4321',
        '310.765.43.21',
        '310\u00a0765\u00a04321',
      ],
      ...[
        '+57 310 765 4321',
        '57 3107654321',
        '0057-310-765-4321',
        '00 57 310 765 4321',
        '(+57) 310 765 4321',
      ],
      ...['tel:+57-310-765-4321', 'Cel. 310 765 4321', 'WhatsApp: +57 310 765 4321', 'CELULAR 3107654321'],
      ...[
        '\u202a+57 310 765 4321\u202c',
        '\u200e310‑765‑4321',
        '３１０７６５４３２１',
        '٣١٠٧٦٥٤٣٢١',
        "'3107654321",
      ],
      '3107654321.',
    ].map((text): [string, string] => [text, '+573107654321']),
    ...['6012345678', '(601) 234 5678', '+57 601 234-5678'].map((text): [string, string] => [
      text,
      '+576012345678',
    ]),
    ['03 310 765 4321', '+573107654321'],
    ['="+573107654321"', '+573107654321'],
    ['*310 765 4321*', '+573107654321'],
    ['wpp: 310 765 4321', '+573107654321'],
    ['+1 (213) 373-4253', '+12133734253'],
    ['+52 1 55 1234 5678', '+525512345678'],
    ['001 213 373 4253', '+12133734253'],
    ['+34 612 34 56 78', '+34612345678'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['+39 06 1234 5678', '+390612345678'],
    ['+33 1.23.45.67.89', '+33123456789'],
    ['+54 9 11 2345-6789', '+5491123456789'],
  ];
  for (const [text, kept] of accepted) {
    it(`may be ${JSON.stringify(text)}`, () => {
      expect(parsePhone(text)).to.equal(kept);
      expect(phoneProblem(text)).to.equal(null);
      expect(phoneShapeProblem(text)).to.equal(null);
    });
  }

  const refused: [text: string, problem: string][] = [
    ['', 'Escriba su celular.'],
    [' \u200b ', 'Escriba su celular.'],
    ['300123456', LENGTH],
    ['30012345678', LENGTH],
    ['0310 765 4321', LENGTH],
    ['58 412 1234567', LENGTH],
    ['612 34 56 78', LENGTH],
    ['031 234 5678', OLD],
    ['+57 310 765 432', LENGTH],
    ['0000000000', CODE],
    ['1234567890', BEGINNING],
    ['2133734253', BEGINNING],
    ['57 1 2345678', OLD],
    ['+57 1 2345678', OLD],
    ['1 2345678', OLD],
    ['234 5678', OLD],
    ['+0 300 123 4567', CODE],
    ['009 1 213 373 4253', CODE],
    ['3990000000', NOBODY],
    ['6091234567', NOBODY],
    ['+1 300 123 4567 89', NOBODY],
    ['+99 123 456 789', NOBODY],
    ['3107654321.0', SPREADSHEET],
    ['310765432.1', SPREADSHEET],
    ['+49 30 123456.00', SPREADSHEET],
    ['+49.30.123456.00', SPREADSHEET],
    ['3107654321,00', SPREADSHEET],
    ['3.107654321E9', SPREADSHEET],
    ['310765432-1', ONE],
    ['3107654321 / 3001234567', ONE],
    ['3107654321\n3001234567', ONE],
    ['3107654321 - 3001234567', ONE],
    ['3107654321 3001234567', ONE],
    ['310 765 4321 y 300 123 4567', ONE],
    ['++573107654321', ONE],
    ['-3107654321', ONE],
    ['1-800-FLORES', ONE],
    ['310765432²', ONE],
    ['3107654321 ext. 12', 'Escriba el celular sin extensión.'],
  ];
  for (const [text, problem] of refused) {
    it(`is refused as ${JSON.stringify(text)}`, () => {
      expect(parsePhone(text)).to.equal(null);
      expect(phoneProblem(text)).to.equal(problem);
    });
  }

  it('is told by a browser as by the server, but for whether the number exists', () => {
    for (const [text, problem] of refused)
      expect(phoneShapeProblem(text), text).to.equal(problem === NOBODY ? null : problem);
  });

  it('is the same number however it is grouped, and none that is not written', () => {
    const sign = fc.constantFrom('', ' ', '-', '.', '\u00a0', '\u200b', '(', ')', '+', ',', '/', 'x');
    const parts = fc.array(
      fc.tuple(fc.constantFrom('3', '310', '76', '601', '57', '00', '0', '1', '4321'), sign),
      {
        minLength: 1,
        maxLength: 9,
      },
    );
    let read = 0;
    fc.assert(
      fc.property(fc.constantFrom('', '+', '+57 ', '57', '00'), parts, (before, rest) => {
        const text = before + rest.flat().join('');
        const phone = parsePhone(text);
        if (phone === null) return;
        read += 1;
        const written = text.replace(/\D/g, '').replace(/^00/, '');
        const kept = phone.slice(1);
        // As it stands there, with 57 before it, or without the zero that some countries dial before it at home.
        const inside = [...Array(4).keys()].map((at) => written.slice(0, at) + written.slice(at + 1));
        expect([written, `57${written}`, ...inside], text).to.include(kept);
      }),
      { seed: 20_261_125, numRuns: 20_000 },
    );
    expect(read, 'enough were read').to.be.greaterThan(50);
  });
});

describe('A phone that is kept', () => {
  for (const [kept, shown, link] of [
    ['+573107654321', '310 765 4321', 'tel:+573107654321'],
    ['+576012345678', '601 234 5678', 'tel:+576012345678'],
    ['+12133734253', '+1 213 373 4253', 'tel:+12133734253'],
    ['3001234567', '300 123 4567', 'tel:+573001234567'],
    ['0000000000', '0000000000', null],
    ['', '', null],
  ] as const) {
    it(`is shown as «${shown}», as its country writes it`, () => {
      expect(formatPhone(kept)).to.equal(shown);
      expect(phoneLink(kept)).to.equal(link);
      if (kept.startsWith('+')) expect(parsePhone(shown)).to.equal(kept);
    });
  }
});

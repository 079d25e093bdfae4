import { expect } from 'chai';
import fc from 'fast-check';
import { withCapitals } from '../../../../services/gateway/answer/capitals.ts';
import { plain } from '../../../../services/gateway/answer/spelling.ts';

/** Words as official answers have them, and what stands between them. */
const officialText = fc
  .array(
    fc.constantFrom(
      ...[
        'IE',
        'CL',
        'KR',
        'AV',
        'VDA',
        'DE',
        'DEL',
        'LA',
        'EL',
        'Y',
        'A',
        'BIS',
        'NO.',
        'No.',
        'D.C.',
        '12A',
        '34-56',
      ],
      ...[
        'BOGOTA',
        'PEÑON',
        'NUÑEZ',
        'ITAGÜI',
        'CONCEPCIÓN',
        'INSTITUCION',
        'IV',
        '#',
        '(SEDE 2)',
        'S/N',
        '-',
        ' ',
      ],
    ),
    { maxLength: 8 },
  )
  .map((words) => words.join(' '));

describe('A place with capitals as people write them', () => {
  for (const [official, written] of [
    ['IE LA ESPERANZA SEDE 2', 'IE La Esperanza Sede 2'],
    ['CL 12 No. 34-56', 'Cl 12 No. 34-56'],
    ['CR 7 NO. 12A-30 SUR', 'Cr 7 No. 12A-30 Sur'],
    ['KR 7 12BIS', 'Kr 7 12bis'],
    ['AV DE LAS AMERICAS', 'Av de las Americas'],
    ['VDA EL ROBLE', 'Vda El Roble'],
    ['LA CASA DE LA CULTURA', 'La Casa de la Cultura'],
    ['VALLE DEL CAUCA', 'Valle del Cauca'],
    ['BOGOTA D.C.', 'Bogotá D.C.'],
    ['EL PEÑON', 'El Peñón'],
    ['COL SIMON BOLIVAR', 'Col Simón Bolívar'],
    ['INSTITUCION EDUCATIVA JUAN XXIII', 'Institución Educativa Juan XXIII'],
    ['SAN ANDRES Y PROVIDENCIA', 'San Andrés y Providencia'],
    ['FRENTE A LA IGLESIA', 'Frente a la Iglesia'],
    ['MANZANA A CASA 3', 'Manzana A Casa 3'],
    ['I.E. LAS ACACIAS (SEDE B)', 'I.E. Las Acacias (Sede B)'],
    ['CESAR', 'Cesar'],
    ['CÚCUTA', 'Cúcuta'],
    ['CDI SENA', 'CDI SENA'],
    ['Escuela El Roble', 'Escuela El Roble'],
    ['S/N', 'S/N'],
    ['', ''],
  ] as const)
    it(`is «${written}» for «${official}»`, () => expect(withCapitals(official)).to.equal(written));

  it('has the same letters, whatever the official text is: only capitals and accents differ', () => {
    fc.assert(
      fc.property(fc.oneof(officialText, fc.string({ unit: 'grapheme' })), (official) => {
        const written = withCapitals(official);
        expect(plain(written)).to.equal(plain(official));
        expect(written).to.have.lengthOf(official.length);
      }),
      { seed: 16 },
    );
  });

  it('is the same when it is written so once more', () => {
    fc.assert(
      fc.property(officialText, (official) => {
        const written = withCapitals(official);
        expect(withCapitals(written)).to.equal(written);
      }),
      { seed: 16 },
    );
  });
});

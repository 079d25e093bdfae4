import { expect } from 'chai';
import fc from 'fast-check';
import { changedParts, isAnotherPlace, type PlaceWords } from '../../../shared/place/another-place.ts';

const SCHOOL: PlaceWords = {
  departamento: 'ANTIOQUIA',
  municipio: 'EL PEÑOL',
  puesto: 'IE LA ESPERANZA',
  direccion: 'CL 12 No. 34-56',
  mesa: '7',
};
const BOGOTA: PlaceWords = { ...SCHOOL, departamento: 'BOGOTA D.C.', municipio: 'BOGOTA. D.C.' };

describe('Another voting place', () => {
  for (const [part, other] of [
    ['departamento', 'TOLIMA'],
    ['municipio', 'LA UNION'],
    ['puesto', 'COLISEO MUNICIPAL'],
    ['direccion', 'CL 12 No. 34-57'],
    ['direccion', 'CL 34 No. 12-56'],
    ['direccion', 'KR 12 No. 34-56'],
    ['direccion', 'CL 12 E No. 34-56'],
    ['mesa', '8'],
    ['mesa', '7A'],
  ] as const)
    it(`is one with the ${part} "${other}"`, () => {
      expect(changedParts(SCHOOL, { ...SCHOOL, [part]: other })).to.deep.equal([part]);
    });

  for (const [part, spelling] of [
    ['departamento', 'Antioquia'],
    ['departamento', '01 ANTIOQUIA'],
    ['municipio', 'EL PENOL'],
    ['municipio', 'El Peñol '],
    ['puesto', 'I.E. La Esperanza'],
    ['puesto', 'I. E.  LA ESPERANZA'],
    ['puesto', 'INSTITUCIÓN EDUCATIVA LA ESPERANZA'],
    ['puesto', 'INST EDUC "LA ESPERANZA"'],
    ['puesto', 'IE LA ESPERANZA SEDE PRINCIPAL'],
    ['direccion', 'CALLE 12 # 34 - 56'],
    ['direccion', 'Cll. 12 N° 34-56'],
    ['direccion', 'CLL 12 N.º 34–56'],
    ['direccion', 'CL 012 NRO 34 56'],
    ['direccion', 'CL 12 No. 34-56 BARRIO CENTRO'],
    ['direccion', 'SIN DIRECCIÓN'],
    ['direccion', 'N/A'],
    ['direccion', '-'],
    ['mesa', '007'],
    ['mesa', 'Mesa 7'],
  ] as const)
    it(`is none where only the spelling of the ${part} is another: "${spelling}"`, () => {
      expect(changedParts(SCHOOL, { ...SCHOOL, [part]: spelling })).to.deep.equal([]);
    });

  it('is none by the ways in which the capital is written', () => {
    for (const departamento of ['BOGOTA, D. C.', '16 BOGOTA D.C.', 'Bogotá Distrito Capital', 'BOGOTÁ'])
      expect(
        changedParts(BOGOTA, { ...BOGOTA, departamento, municipio: 'BOGOTA' }),
        departamento,
      ).to.deep.equal([]);
  });

  it('is one where a name says more and no address says that the house is the same', () => {
    for (const direccion of ['SIN DIRECCION', 'CL 80 No. 1-2'])
      expect(
        isAnotherPlace(
          { ...SCHOOL, direccion: 'SIN DIRECCION' },
          { ...SCHOOL, puesto: 'IE LA ESPERANZA SEDE 2', direccion },
        ),
        direccion,
      ).to.equal(true);
  });

  it('is one where a country’s table is in another house of the same name', () => {
    const abroad = { ...SCHOOL, departamento: 'CONSULADOS', municipio: 'CHILE', puesto: 'CASA DE COLOMBIA' };
    expect(isAnotherPlace(abroad, { ...abroad, direccion: 'CALLE LAS ROSAS 20' })).to.equal(true);
    expect(isAnotherPlace(abroad, { ...abroad, municipio: 'PERU' })).to.equal(true);
  });

  const word = fc.constantFrom(
    'IE',
    'CL',
    'LA',
    'ROBLE',
    'SEDE',
    'Ñame',
    'D.C.',
    '12',
    '007',
    '#',
    'No.',
    '-',
    'N/A',
    '🙂',
  );
  const text = fc.array(word, { maxLength: 5 }).map((parts) => parts.join(' '));
  const place = fc.record({
    departamento: text,
    municipio: text,
    puesto: text,
    direccion: text,
    mesa: text,
  });

  it('is never the place itself, in whatever capitals, accents and blanks', () => {
    fc.assert(
      fc.property(place, (one) => {
        const shouted = Object.fromEntries(
          Object.entries(one).map(([part, said]) => [
            part,
            `  ${said.toUpperCase().normalize('NFD').replaceAll(' ', ' \u00a0')} `,
          ]),
        ) as unknown as PlaceWords;
        expect(changedParts(one, one)).to.deep.equal([]);
        expect(changedParts(one, shouted)).to.deep.equal([]);
      }),
      { seed: 7 },
    );
  });

  it('is the same question in both directions, whatever the texts', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        expect(changedParts(one, other)).to.deep.equal(changedParts(other, one));
      }),
      { seed: 11 },
    );
  });

  it('is one wherever a number of the table or of the address is another', () => {
    const number = fc.integer({ min: 1, max: 999 });
    fc.assert(
      fc.property(number, number, number, number, (street, door, mesa, other) => {
        const at = (a: number, b: number, c: number) => ({
          ...SCHOOL,
          direccion: `CL ${a} No. ${b}-${b + 1}`,
          mesa: String(c),
        });
        const here = at(street, door, mesa);
        expect(isAnotherPlace(here, at(street, door, other))).to.equal(other !== mesa);
        expect(isAnotherPlace(here, at(other, door, mesa))).to.equal(other !== street);
      }),
      { seed: 13 },
    );
  });
});

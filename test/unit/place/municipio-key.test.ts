import { expect } from 'chai';
import { municipioKey, PLACE_MAX, placeKeyOf, placeKeyRule } from '../../../shared/place/municipio-key.ts';

const place = { departamento: 'NARIÑO', municipio: 'LA UNION', puesto: 'IE LA ESPERANZA', mesa: '7' };

describe('What a place is called in lists', () => {
  it('has the departamento with the municipio, because others are called the same', () => {
    expect(placeKeyOf(place)).to.deep.equal({
      municipio: 'LA UNION, NARIÑO',
      puesto: 'IE LA ESPERANZA',
      mesa: '7',
    });
    expect(municipioKey(place)).not.to.equal(municipioKey({ ...place, departamento: 'VALLE' }));
  });

  it('is none where a part of it is missing', () => {
    for (const part of ['municipio', 'puesto', 'mesa'] as const)
      expect(placeKeyOf({ ...place, [part]: ' ' }), part).to.equal(null);
    expect(placeKeyOf({ mesa: '4' })).to.equal(null);
  });

  it('fits where it is kept, whatever an answer says', () => {
    const long = placeKeyOf({
      ...place,
      municipio: '𐐨'.repeat(300),
      puesto: `${'x'.repeat(89)}𐐨`,
      mesa: '9'.repeat(300),
    });
    expect(placeKeyRule.safeParse(long).success).to.equal(true);
    expect(long?.puesto).to.equal('x'.repeat(89));
    expect(long?.municipio.isWellFormed()).to.equal(true);
    expect(long?.municipio.length).to.be.at.most(PLACE_MAX);
  });
});

import { expect } from 'chai';
import { pageQuery } from '../../../../services/gateway/filter/query.ts';
import { presentHeaders } from '../../../../services/gateway/referrals/headers.ts';
import { presentNarrowing } from '../../../../services/gateway/referrals/narrowing.ts';

describe('The heads of a list', () => {
  it('sort by their column, and turn it round when it is sorted by it, from the beginning and narrowed as before', () => {
    const query = pageQuery({ sort: 'puesto', q: 'ana', cursor: 'x', desde: '26' });
    const { puesto, mesa, date } = presentHeaders(query);
    expect(puesto).to.include({ sorted: 'ascending', url: '/referidos/?q=ana&sort=-puesto' });
    expect(mesa).to.include({ sorted: null, url: '/referidos/?q=ana&sort=mesa' });
    expect(date).to.include({ sorted: null, url: '/referidos/?q=ana' });
  });

  it('say that the newest are first unless told, and then the oldest', () => {
    const { date } = presentHeaders(pageQuery({}));
    expect(date).to.include({ sorted: 'descending', url: '/referidos/?sort=oldest' });
  });
});

describe('The places by which a list is narrowed', () => {
  const choice = (...names: string[]) => ({
    places: names.map((place) => ({ place, people: 2 })),
    others: 0,
  });
  const places = {
    municipios: choice('NEIVA, HUILA', 'IBAGUE, TOLIMA'),
    ...{ puestos: choice('IE SEDE 10', 'IE SEDE 2'), mesas: choice() },
  };

  it('are in the order in which people look, with how many each has, and closed before the one around them is chosen', () => {
    const query = pageQuery({ municipio: 'NEIVA, HUILA', q: 'ana' });
    const { used, clearUrl, places: fields } = presentNarrowing(query, places);
    expect(fields.map(({ name, isClosed }) => [name, isClosed])).to.deep.equal([
      ['municipio', false],
      ['puesto', false],
      ['mesa', true],
    ]);
    expect(fields[1]?.options.map(({ label }) => label)).to.deep.equal(['IE Sede 2 (2)', 'IE Sede 10 (2)']);
    expect(fields[0]?.options.find(({ selected }) => selected)?.value).to.equal('NEIVA, HUILA');
    expect([used, clearUrl]).to.deep.equal([2, '/referidos/']);
  });

  it('are offered without a number where nobody counted', () => {
    const one = { places: [{ place: 'NEIVA, HUILA', people: null }], others: 0 };
    const { places: fields } = presentNarrowing(pageQuery({}), { municipios: one, puestos: one, mesas: one });
    expect(fields[0]?.options.map(({ label }) => label)).to.deep.equal(['Neiva, Huila']);
  });

  it('are not there where accounts says none', () => {
    expect(presentNarrowing(pageQuery({}))).to.deep.equal({ used: 0, clearUrl: null, places: [] });
  });
});

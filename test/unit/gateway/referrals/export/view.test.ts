import { expect } from 'chai';
import { presentExport } from '../../../../../services/gateway/referrals/export/view.ts';

const asked = { status: 'encontrados', q: 'ana & luz', sort: 'name' } as const;
const present = (total: number, change: object = {}) =>
  presentExport({ ...asked, ...change }, { total, mayRead: true, leaderName: null });
const lineOf = (page: ReturnType<typeof present>, label: string) =>
  page.lines.find((line) => line.label === label)?.value;

describe('What is said before a download', () => {
  it('has the filter in words, and hands it on to both files and back to the list', () => {
    const page = present(1_150, { leaderId: 'l-1' });
    expect([lineOf(page, 'Personas'), lineOf(page, 'Estado'), lineOf(page, 'Búsqueda')]).to.deep.equal([
      '1.150',
      'Encontrados',
      'ana & luz',
    ]);
    for (const url of [page.csvUrl, page.xlsxUrl, page.listUrl]) {
      expect(Object.fromEntries(new URL(url, 'http://portal.invalid').searchParams)).to.deep.equal({
        ...{ status: 'encontrados', q: 'ana & luz', sort: 'name', lider: 'l-1' },
      });
    }
  });

  it('tells a USER of no status', () => {
    const page = presentExport(asked, { total: 1, mayRead: false, leaderName: null });
    expect(lineOf(page, 'Estado')).to.equal(undefined);
    expect(page.contents).not.to.contain('puesto');
  });

  for (const [total, words] of [
    [3, 'pocos segundos'],
    [100_000, 'cerca de 30 segundos'],
    [200_000, 'cerca de 1 minuto'],
    [1_000_000, 'cerca de 5 minutos'],
  ] as const) {
    it(`says that ${total} people take ${words}`, () => {
      expect(lineOf(present(total), 'Tiempo')).to.equal(words);
    });
  }
});

import { parse } from 'node:querystring';
import { expect } from 'chai';
import { pageQuery, type ReferralQuery } from '../../../../services/gateway/filter/query.ts';
import type { Referred } from '../../../../services/gateway/referrals/load.ts';
import { presentList } from '../../../../services/gateway/referrals/view.ts';
import { LEADER, NOW, personWith } from '../support/views.ts';

const TOTAL = 305;
const counts = { todos: TOTAL, pendientes: 0, encontrados: TOTAL, novedades: 0, errores: 0 };

/** The page of 305 people that begins at this one, as accounts gives it to who asks so. */
const pageAt = (query: ReferralQuery, begin: number, size: number) => {
  const here = Math.min(size, TOTAL - begin + 1);
  const items: Referred[] = Array.from({ length: here }, () => ({ user: personWith(), view: null }));
  const next = begin + here > TOTAL ? null : 'next';
  const previous = begin === 1 ? null : 'previous';
  const found = { items, kept: [], left: [], next, previous, leader: null, led: {}, counts };
  return presentList(query, found, null, { actor: LEADER, referralLink: '', now: NOW }).paging;
};
const at = (address: string | null) => pageQuery(parse(address?.split('?')[1] ?? ''));

describe('The pages of a list of 305 people', () => {
  it('say which of them they have, on the way to the end and back', () => {
    const first = pageAt(pageQuery({}), 1, 25);
    expect(first.range).to.equal('1–25 de 305');
    expect([first.first, first.previous]).to.deep.equal([null, null]);

    const second = pageAt(at(first.next), 26, 25);
    expect(second.range).to.equal('26–50 de 305');
    expect(second.first).to.equal('/referidos/');

    const third = pageAt(at(second.next), 51, 25);
    const again = pageAt(at(third.previous), 26, 25);
    expect(again.range).to.equal('26–50 de 305');
    expect(at(third.previous)).to.deep.include({ back: 'antes', cursor: 'previous', from: 26 });

    const last = pageAt(at(second.last), 281, 25);
    expect(last.range).to.equal('281–305 de 305');
    expect([last.next, last.last]).to.deep.equal([null, null]);
    expect(pageAt(at(last.previous), 256, 25).range).to.equal('256–280 de 305');
  });

  it('are as long as somebody wants, and stay so', () => {
    const { sizes } = pageAt(pageQuery({}), 1, 25);
    expect(sizes.map(({ size, current }) => [size, current])).to.deep.equal([
      [25, true],
      [50, false],
      [100, false],
    ]);
    const long = pageAt(at(sizes.at(-1)?.url ?? ''), 1, 100);
    expect(long.range).to.equal('1–100 de 305');
    expect(at(long.next)).to.deep.include({ size: 100, from: 101 });
    expect(sizes[0]?.url, 'said, because it is kept').to.equal('/referidos/?por=25');
    expect(pageQuery({ por: '1000' })).to.deep.equal(pageQuery({}));
  });

  it('know better than the address when it says what cannot be', () => {
    expect(pageAt(at('/referidos/?cursor=x&desde=9000'), 281, 25).range).to.equal('281–305 de 305');
    expect(pageAt(at('/referidos/?hacia=antes&cursor=x&desde=77'), 1, 25).range).to.equal('1–25 de 305');
  });
});

describe('The pages of a search that finds more than are counted', () => {
  const MOST = 1_000;
  const pageAt = (query: ReferralQuery, here: number, next: string | null) => {
    const items: Referred[] = Array.from({ length: here }, () => ({ user: personWith(), view: null }));
    const previous = query.cursor === undefined ? null : 'previous';
    const found = { items, kept: [], left: [], next, previous, leader: null, led: {} };
    const counted = { counts: { todos: MOST }, beyond: ['todos' as const] };
    return presentList(query, { ...found, ...counted }, null, { actor: LEADER, referralLink: '', now: NOW });
  };

  it('say so, until somebody has walked to the end', () => {
    const first = pageAt(pageQuery({ q: 'ana' }), 25, 'next').paging;
    expect(first.range).to.equal('1–25 de más de 1.000');
    expect(first.sizes).to.have.lengthOf(3);
    expect(first.last, 'there is a way to the end').not.to.equal(null);
    expect(pageAt(at(first.next), 25, 'next').paging.range).to.equal('26–50 de más de 1.000');
    const far = { ...at(first.next), from: 1_201 };
    expect(pageAt(far, 25, 'next').paging.range).to.equal('1.201–1.225 de más de 1.225');
    expect(pageAt(far, 9, null).paging.range).to.equal('1.201–1.209 de 1.209');
  });

  it('say of nobody how many can be asked for, where nobody counted', () => {
    const { unanswered, answered } = pageAt(pageQuery({ q: 'ana' }), 25, 'next');
    expect([unanswered, answered]).to.deep.equal([null, null]);
    const waiting = pageAt(pageQuery({ q: 'ana', status: 'pendientes' }), 25, 'next');
    expect([waiting.unanswered, waiting.answered]).to.deep.equal([0, 0]);
  });
});

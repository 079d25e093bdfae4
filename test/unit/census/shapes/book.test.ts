import { expect } from 'chai';
import { createShapeBook } from '../../../../services/census/shapes/book.ts';
import { failure, type Outcome } from '../../../../shared/contract/outcome.ts';
import type { Shape } from '../../../../shared/contract/shapes.ts';

const at = (second: number) => new Date(Date.UTC(2026, 4, 31, 15, 0, second));
const shape = (fingerprint: string, example: string | null = null): Shape => ({
  ...{ part: 'form', fingerprint, text: `form#${fingerprint}`, example },
});
const found: Outcome = { kind: 'not_found' };
const lost = failure('page_changed', 'x');

describe('The book of shapes', () => {
  it('counts those that are alike, and remembers the last answer', () => {
    const book = createShapeBook();
    book.note({ source: 'wsp', outcome: found, shapes: [shape('a')] }, at(1));
    book.note({ source: 'wsp', outcome: lost, shapes: [shape('a', 'ejemplo')] }, at(2));
    book.note({ source: 'otra', outcome: found, shapes: [shape('a')] }, at(3));
    expect(
      book
        .take()
        .map(({ source, count, lastGood, outcome, example }) => [source, count, lastGood, outcome, example]),
    ).to.deep.equal([
      ['otra', 1, at(3), 'not_found', null],
      ['wsp', 2, at(1), 'page_changed', 'ejemplo'],
    ]);
    expect(book.take()).to.deep.equal([]);
  });

  it('goes on from what could not be written down', () => {
    const book = createShapeBook();
    book.note({ source: 'wsp', outcome: found, shapes: [shape('a')] }, at(1));
    const taken = book.take();
    book.note({ source: 'wsp', outcome: lost, shapes: [shape('a')] }, at(5));
    book.putBack(taken);
    const [only] = book.take();
    expect(only).to.deep.include({
      firstSeen: at(1),
      lastSeen: at(5),
      lastGood: at(1),
      count: 2,
      outcome: 'page_changed',
    });
  });

  it('does not fill the memory with a page that is another each time', () => {
    const book = createShapeBook();
    for (let n = 0; n < 1_000; n += 1)
      book.note({ source: 'wsp', outcome: lost, shapes: [shape(String(n))] }, at(1));
    expect(book.take()).to.have.lengthOf(200);
  });
});

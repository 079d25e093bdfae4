import { expect } from 'chai';
import { lineDiff } from '../../../../services/gateway/lookups/line-diff.ts';
import { presentShapes } from '../../../../services/gateway/lookups/shapes-view.ts';
import type { KnownShape, SourceShapes } from '../../../../shared/contract/shapes.ts';
import { NOW } from '../support/views.ts';

const EARLIER = '2026-05-31T14:00:00.000Z'; // 9:00 in Bogotá
const shape = (text: string, change: Partial<KnownShape> = {}): KnownShape => ({
  ...{ fingerprint: '0123456789abcdef', text, example: null, outcome: 'active', count: 2 },
  ...{ firstSeen: EARLIER, lastSeen: EARLIER, lastGood: EARLIER },
  ...change,
});
const source = (part: Pick<SourceShapes['parts'][number], 'today' | 'good'>): SourceShapes => ({
  source: 'wsp',
  lastHour: { lookups: 100, page_changed: 0, unrecognised: 2, wrong_person: 2 },
  parts: [{ part: 'form', others: 0, ...part }],
});
const shown = (part: Parameters<typeof source>[0]) => presentShapes([source(part)], NOW)[0];

describe('The official page, as operators see it', () => {
  it('is shown with what is different from when it had answers', () => {
    const changed = shape('form#a\n  input#otro', { lastGood: null, example: '“···”' });
    const part = shown({ today: changed, good: shape('form#a\n  input#uno') })?.parts[0];
    expect(part).to.deep.include({ tone: 'bad', badge: 'Cambió', example: '“···”' });
    expect(part?.text).to.contain('Ninguna tuvo respuesta. La última respuesta con la forma de antes fue');
    expect(part?.diff).to.deep.equal([
      { kind: 'same', text: 'form#a' },
      { kind: 'removed', text: '  input#uno' },
      { kind: 'added', text: '  input#otro' },
    ]);
  });

  it('says that all is well, and shows no example then', () => {
    const good = shape('form#a', { example: '“···”' });
    expect(shown({ today: good, good })?.parts[0]).to.deep.include({
      tone: 'good',
      diff: null,
      example: null,
    });
  });

  it('claims no change where nothing is known to compare with', () => {
    expect(shown({ today: shape('form#a', { lastGood: null }), good: null })?.parts[0]).to.deep.include({
      ...{ tone: 'notice', badge: 'Sin comparación', diff: null },
    });
  });

  it('says which part of the last hour it explains: a few odd ones are no alarm, people of others are', () => {
    expect(
      shown({ today: shape('x'), good: null })?.hour.map(({ value, tone }) => [
        value.replace(/\s/g, ' '),
        tone,
      ]),
    ).to.deep.equal([
      ['100 consultas', undefined],
      ['ninguna', undefined],
      ['2 (2%)', 'notice'],
      ['2 (2%)', 'bad'],
    ]);
  });

  it('compares line by line, whatever is at the ends', () => {
    const kinds = (before: string, after: string) =>
      lineDiff(before, after)
        .map(({ kind, text }) => ({ same: ' ', added: '+', removed: '-' })[kind] + text)
        .join('');
    expect(kinds('a\nb\nc', 'b\nc\nd')).to.equal('-a b c+d');
    expect(kinds('a\nb', 'a\nb')).to.equal(' a b');
    expect(kinds('a', 'b')).to.equal('-a+b');
  });
});

import { expect } from 'chai';
import { backoffMs } from '../../../../../public/scripts/live/backoff.ts';
import { createMemory, newsSince } from '../../../../../public/scripts/live/memory.ts';
import { type News, newsOf } from '../../../../../public/scripts/live/news.ts';
import { createPatience } from '../../../../../public/scripts/live/patience.ts';

const newsWith = (change: Partial<News>): News => ({
  own: null,
  stale: false,
  told: [],
  lastId: '',
  ...change,
});
const told = (userId: string, version: number) => ({ userId, version, status: 'ACTIVE' });

describe('What a stream says', () => {
  it('is read from a snapshot, a change and a sign of life', () => {
    const snapshot = JSON.stringify({ userId: 'me', stale: true, views: [told('me', 4)] });
    expect(newsOf('snapshot', snapshot, 'a-1')).to.deep.equal({
      own: 'me',
      stale: true,
      told: [told('me', 4)],
      lastId: 'a-1',
    });
    expect(newsOf('census', JSON.stringify(told('you', 2)), 'a-2').told).to.deep.equal([told('you', 2)]);
    expect(newsOf('beat', '{}', 'a-2')).to.deep.equal(newsWith({ lastId: 'a-2' }));
    expect(newsOf('stale', '{}', 'a-3').stale).to.equal(true);
  });
});

describe('What the tab with the stream remembers', () => {
  it('is the newest version of each, and how far the stream is', () => {
    const memory = createMemory(10, 1_000, 'a-1');
    memory.note(newsWith({ told: [told('one', 2)], lastId: 'a-2' }), 2_000);
    memory.note(newsWith({ told: [told('one', 1), told('two', 5)], own: 'me' }), 3_000);
    expect(memory.tell()).to.deep.equal({
      since: 1_000,
      told: [told('one', 2), told('two', 5)],
      lastId: 'a-2',
      own: 'me',
    });
  });

  it('lets a page that was made since then do without a look, and no older one', () => {
    const memory = createMemory(10, 1_000, '');
    expect(newsSince(memory.tell(), 1_500).stale).to.equal(false);
    expect(newsSince(memory.tell(), 500).stale).to.equal(true);
    memory.note(newsWith({ stale: true }), 2_000);
    expect(newsSince(memory.tell(), 1_500).stale).to.equal(true);
  });

  it('is bounded, and it knows from when on it is whole', () => {
    const memory = createMemory(2, 1_000, '');
    for (const [n, name] of ['one', 'two', 'three'].entries())
      memory.note(newsWith({ told: [told(name, 1)] }), 2_000 + n);
    const { told: left, since } = memory.tell();
    expect(left.map(({ userId }) => userId)).to.deep.equal(['two', 'three']);
    expect(since).to.equal(2_001);
  });
});

describe('A tab that waits for its turn', () => {
  it('loses its patience when a question stays unanswered, and not when it is answered', () => {
    const patience = createPatience(4_000);
    expect(patience.isOver(100_000)).to.equal(false);
    patience.asked(0);
    patience.asked(2_000);
    expect([patience.isOver(3_999), patience.isOver(4_000)]).to.deep.equal([false, true]);
    patience.heard();
    expect(patience.isOver(100_000)).to.equal(false);
  });
});

describe('A stream that is refused', () => {
  it('is opened again later and later, never at the same time for all, and at least once a minute', () => {
    expect([0, 1, 2].map((refusals) => backoffMs(refusals, 1))).to.deep.equal([2_000, 4_000, 8_000]);
    expect(backoffMs(0, 0)).to.equal(1_000);
    expect(backoffMs(1_000, 1)).to.equal(60_000);
  });
});

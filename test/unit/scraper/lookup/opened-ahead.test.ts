import { expect } from 'chai';
import type { Lookup } from '../../../../services/scraper/lookup/lookup.ts';
import { createAhead } from '../../../../services/scraper/lookup/opened-ahead.ts';
import { failureOf } from '../../../support/failures.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { settle } from '../loop/fakes.ts';

const HOUR_MS = 60 * 60_000;

interface Opened extends Lookup {
  lane: string;
  isClosed: boolean;
  lost: boolean;
}

describe('A lookup that is opened ahead', () => {
  let clock: FakeClock;
  let url: string;
  let opened: Opened[];
  let warnings: string[];
  /** What opening fails with. */
  let failure: Error | null;

  beforeEach(() => {
    clock = createFakeClock();
    url = 'https://censo.example.com/';
    opened = [];
    warnings = [];
    failure = null;
  });

  const openFor = (lane: string): Opened => {
    const lookup: Opened = {
      lane,
      isClosed: false,
      lost: false,
      isLost: () => lookup.lost,
      run: () => Promise.reject(new Error('nobody runs it here')),
      async [Symbol.asyncDispose]() {
        lookup.isClosed = true;
      },
    };
    opened.push(lookup);
    return lookup;
  };
  const create = () =>
    createAhead({
      plan: async (lane) => ({
        url,
        async open() {
          if (failure !== null) throw failure;
          return openFor(lane);
        },
      }),
      log: { warn: (line) => warnings.push(line) },
      clock,
    });

  it('is what the next one of its lane takes, and nobody after them', async () => {
    await using ahead = create();
    ahead.prepare('directa');
    await settle();
    expect(opened).to.have.lengthOf(1);

    expect(await ahead.take('directa')).to.equal(opened[0]);
    expect(await ahead.take('directa')).to.equal(opened[1]);
    expect(opened.map(({ isClosed }) => isClosed)).to.deep.equal([false, false]);
  });

  it('is opened once, however often it is asked for', async () => {
    await using ahead = create();
    for (let times = 0; times < 3; times += 1) ahead.prepare('directa');
    await settle();
    expect(opened).to.have.lengthOf(1);
  });

  it('stays while somebody goes by another lane, and gives way to one for another', async () => {
    await using ahead = create();
    ahead.prepare('directa');
    await ahead.take('proxy');
    expect(opened.map(({ lane, isClosed }) => [lane, isClosed])).to.deep.equal([
      ['directa', false],
      ['proxy', false],
    ]);

    ahead.prepare('proxy');
    await settle();
    expect(opened[0]?.isClosed).to.equal(true);
    expect(await ahead.take('proxy')).to.equal(opened[2]);
  });

  const unfit: Record<string, () => Promise<void> | void> = {
    'its tab or its browser is gone': () => {
      for (const one of opened) one.lost = true;
    },
    'the page is elsewhere by now': () => {
      url = 'https://otra.example.com/';
    },
    'it has stood for an hour': () => clock.pass(HOUR_MS),
  };
  for (const [why, happens] of Object.entries(unfit))
    it(`is closed and another is opened when ${why}`, async () => {
      await using ahead = create();
      ahead.prepare('directa');
      await settle();
      await happens();

      expect(await ahead.take('directa')).to.equal(opened[1]);
      expect(opened.map(({ isClosed }) => isClosed)).to.deep.equal([true, false]);
    });

  it('that cannot be opened is said, and tried again by who needs it', async () => {
    await using ahead = create();
    failure = new Error('no browser');
    ahead.prepare('directa');
    await settle();
    expect(warnings).to.deep.equal(['no lookup opened ahead for lane directa: no browser']);

    expect(await failureOf(ahead.take('directa'))).to.equal(failure);
    failure = null;
    expect(await ahead.take('directa')).to.equal(opened[0]);
  });

  it('is closed with its scraper, also one that is just being opened, and none is opened afterwards', async () => {
    const ahead = create();
    ahead.prepare('directa');
    await ahead[Symbol.asyncDispose]();
    expect(opened.map(({ isClosed }) => isClosed)).to.deep.equal([true]);

    ahead.prepare('directa');
    await settle();
    expect(opened).to.have.lengthOf(1);
  });
});

import { expect } from 'chai';
import type { OwnedContextPort, PagePort } from '../../../../services/scraper/browser/driver.ts';
import { createKeptContexts, type KeptContexts } from '../../../../services/scraper/browser/kept-contexts.ts';
import type { ServingContext } from '../../../../services/scraper/browser/serving-context.ts';
import { fakeContext } from '../../../support/browser/fake-context.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const HOUR_MS = 60 * 60_000;

describe('Contexts that are kept between two lookups', () => {
  let clock: FakeClock;
  let contexts: KeptContexts;
  let closed: string[];
  let opened: number;
  let crash: () => void;

  beforeEach(() => {
    clock = createFakeClock();
    contexts = createKeptContexts(3, clock);
    closed = [];
    opened = 0;
  });

  const session = {
    send: async () => ({
      ...{ frameTree: { frame: { id: 'f' } }, executionContextId: 1 },
      ...{ targetInfo: {}, targetInfos: [] },
    }),
    detach: async () => undefined,
  };
  const noteCrash = (_event: string, listener: () => void): void => {
    crash = listener;
  };
  type Left = () => Promise<null>;
  const open =
    (name: string, goto: Left = async () => null) =>
    async (): Promise<OwnedContextPort> => {
      opened += 1;
      const tab = { goto, frames: () => [], on: noteCrash, removeAllListeners: () => undefined };
      const pages = [tab as unknown as PagePort]; // of which cleaning uses nothing else
      const close = async () => void closed.push(name);
      return fakeContext({ pages: () => pages, newCDPSession: async () => session as never, close });
    };
  /** One lookup by a way out, from its opening to its end. */
  const use = async (way: string, name = way): Promise<ServingContext> => {
    const context = await clock.run(contexts.take(way, open(name)));
    context.lend();
    await clock.run(contexts.giveBack(way, context));
    return context;
  };

  it('serve their way out again, three times at the most', async () => {
    const first = await use('direct');
    expect(await use('direct')).to.equal(first);
    expect(await use('direct')).to.equal(first);
    expect(closed).to.deep.equal(['direct']);
    expect(await use('direct')).to.not.equal(first);
    expect(opened).to.equal(2);
  });

  it('serve no other way out', async () => {
    const first = await use('direct');
    expect(await use('by a proxy')).to.not.equal(first);
    expect(await use('direct')).to.equal(first);
  });

  it('are not used when they have stood for an hour, and then closed', async () => {
    const first = await use('direct', 'old');
    await clock.pass(HOUR_MS);
    expect(await use('direct')).to.not.equal(first);
    expect(closed).to.deep.equal(['old']);
  });

  it('are not used when their tab has crashed meanwhile, and then closed', async () => {
    const first = await use('direct', 'crashed');
    crash();
    expect(await use('direct')).to.not.equal(first);
    expect(closed).to.deep.equal(['crashed']);
  });

  it('are three at the most: who comes back then takes the place of the one that has waited longest', async () => {
    for (const way of ['a', 'b', 'c', 'd']) await use(way);
    expect(closed).to.deep.equal(['a']);
    await use('b');
    expect(opened).to.equal(4);
  });

  const failing: Record<string, Left> = {
    'cannot be cleaned': () => Promise.reject(new Error('crashed')),
    'are not clean in two seconds': () => new Promise(() => {}),
  };
  for (const [what, goto] of Object.entries(failing))
    it(`are closed when they ${what}`, async () => {
      const context = await clock.run(contexts.take('direct', open('first', goto)));
      context.lend();
      await clock.run(contexts.giveBack('direct', context));
      expect(closed).to.deep.equal(['first']);
      await use('direct');
      expect(opened).to.equal(2);
    });
});

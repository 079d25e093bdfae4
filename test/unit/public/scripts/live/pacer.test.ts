import { expect } from 'chai';
import {
  createPacer,
  LONGEST_MS,
  type Pacer,
  SHORTEST_MS,
  spacingFor,
} from '../../../../../public/scripts/live/pacer.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';

interface Page {
  hidden: boolean;
  looks: number[];
  pacer: Pacer;
  pass(ms: number): Promise<void>;
}

/** A page whose time is played; a look takes `takes` ms. */
const createPage = (takes = 0): Page => {
  const clock = createFakeClock();
  const looks: number[] = [];
  const page: Page = {
    hidden: false,
    looks,
    pacer: createPacer({
      look: async () => {
        looks.push(clock.elapsed());
        if (takes > 0) await clock.wait(takes);
      },
      isHidden: (): boolean => page.hidden,
      now: clock.elapsed,
      later(ms, work) {
        const calledOff = new AbortController();
        clock.wait(ms, calledOff.signal).then(work, () => {});
        return () => calledOff.abort();
      },
    }),
    pass: clock.pass,
  };
  return page;
};

describe('The pacer of looks', () => {
  it('looks soon after the first change', async () => {
    const page = createPage();
    page.pacer.ask();
    await page.pass(150);
    expect(page.looks).to.have.length(1);
  });

  it('looks once for what comes together, and once more for what came meanwhile', async () => {
    const page = createPage(50);
    page.pacer.ask();
    await page.pass(120);
    for (let n = 0; n < 5; n += 1) page.pacer.ask();
    await page.pass(20_000);
    expect(page.looks).to.have.length(2);
    expect((page.looks[1] ?? 0) - (page.looks[0] ?? 0)).to.be.at.least(SHORTEST_MS);
  });

  it('does not put the first look off however often it is asked', async () => {
    const page = createPage();
    for (let n = 0; n < 20; n += 1) {
      page.pacer.ask();
      await page.pass(50);
    }
    expect(page.looks[0]).to.equal(100);
  });

  it('looks less often the more changes come, and never less than every ten seconds', async () => {
    const page = createPage();
    for (let second = 0; second < 120; second += 1) {
      page.pacer.ask(100);
      await page.pass(1_000);
    }
    expect(page.looks.length).to.be.within(11, 14);
    expect([spacingFor(0), spacingFor(1), spacingFor(1_000_000)]).to.deep.equal([
      SHORTEST_MS,
      SHORTEST_MS,
      LONGEST_MS,
    ]);
  });

  it('waits while nobody sees the page, and looks once when somebody does', async () => {
    const page = createPage();
    page.hidden = true;
    for (let n = 0; n < 10; n += 1) page.pacer.ask();
    await page.pass(60_000);
    expect(page.looks).to.deep.equal([]);
    page.hidden = false;
    page.pacer.ask();
    await page.pass(60_000);
    expect(page.looks).to.have.length(1);
  });
});

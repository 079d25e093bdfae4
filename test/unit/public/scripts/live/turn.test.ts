import { setImmediate as breathe } from 'node:timers/promises';
import { expect } from 'chai';
import { type Turn, waitForTurn } from '../../../../../public/scripts/live/turn.ts';
import { eventually } from '../../../../support/eventually.ts';

/** Tabs of one browser: Node's locks are those of a browser, but for granting them at once. */
describe('The turn of tabs', () => {
  const tabs: Turn[] = [];
  const { locks } = navigator;
  const request = locks.request.bind(locks) as (...asked: unknown[]) => Promise<unknown>;
  before(() => {
    const later = async (...asked: unknown[]): Promise<unknown> => {
      await breathe();
      return request(...asked);
    };
    Object.defineProperty(locks, 'request', { value: later, configurable: true });
  });
  after(() => Reflect.deleteProperty(locks, 'request'));
  const open = () => {
    const tab = { holds: false, gains: 0 };
    const turn = waitForTurn({
      gained() {
        tab.holds = true;
        tab.gains += 1;
      },
      lost() {
        tab.holds = false;
      },
    });
    tabs.push(turn);
    return { ...turn, state: tab };
  };
  /** Whether anybody has the lock when nobody asks for it any more. */
  const held = async (): Promise<boolean> => {
    for (let n = 0; n < 20; n += 1) await breathe();
    return navigator.locks.request('censo-live', { ifAvailable: true }, (lock) => lock === null);
  };
  afterEach(async () => {
    for (const tab of tabs.splice(0)) tab.leave();
    await eventually('nobody holds it', async () => !(await held()));
  });

  it('is one tab’s, and the next one’s when that leaves', async () => {
    const [first, second] = [open(), open()];
    await eventually('the first has it', async () => first.state.holds);
    expect(second.state.holds).to.equal(false);
    first.leave();
    await eventually('the second has it', async () => second.state.holds);
    expect(first.state.holds).to.equal(false);
  });

  it('is taken from a tab that does not answer, which waits again', async () => {
    const [first, second] = [open(), open()];
    await eventually('the first has it', async () => first.state.holds);
    second.take();
    await eventually('the second has it', async () => second.state.holds && !first.state.holds);
    second.leave();
    await eventually('the first has it again', async () => first.state.holds);
  });

  it('is not kept by a tab that leaves in the moment in which it takes it', async () => {
    const [first, second] = [open(), open()];
    await eventually('the first has it', async () => first.state.holds);
    second.take();
    second.leave();
    first.leave();
    expect(await held()).to.equal(false);
    expect(second.state).to.deep.equal({ holds: false, gains: 0 });
    second.join();
    await eventually('it comes back in its turn', async () => second.state.holds);
  });
});

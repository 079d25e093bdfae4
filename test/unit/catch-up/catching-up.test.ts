import { expect } from 'chai';
import { type CatchingUp, startCatchingUp } from '../../../shared/catch-up/catching-up.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

const TICK_MS = 5_000;

describe('Looking for what was lost', () => {
  let rounds: boolean[];
  let said: string[];
  let running: CatchingUp | undefined;
  let clock: FakeClock;
  beforeEach(() => {
    clock = createFakeClock();
    rounds = [];
    said = [];
  });
  afterEach(() => running?.stop());

  const start = async (outcome: (round: number) => Promise<boolean>): Promise<CatchingUp> => {
    running = startCatchingUp({
      ...{ tickMs: TICK_MS, clock },
      log: { warn: (message) => said.push(message) },
      round(hurried) {
        rounds.push(hurried);
        return outcome(rounds.length);
      },
    });
    await clock.pass(0);
    return running;
  };

  it('begins at once, and goes on by the clock', async () => {
    await start(async () => true);

    expect(rounds).to.deep.equal([false]);
    await clock.pass(TICK_MS);
    expect(rounds).to.deep.equal([false, false]);
  });

  it('looks once more after the round in hand when something was lost meanwhile, however often it is told', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const { hurry } = await start((round) => (round === 1 ? promise : Promise.resolve(true)));
    hurry();
    hurry();
    expect(rounds).to.deep.equal([false]);
    resolve(true);

    await clock.pass(0);
    expect(rounds).to.deep.equal([false, true]);
  });

  it('says once that it cannot look, until it could', async () => {
    const outcomes = ['away', 'away', 'seen', 'away'];
    await start(async (round) => {
      if (outcomes[round - 1] === 'away') throw new Error('away');
      return true;
    });
    await clock.pass(4 * TICK_MS);

    expect(said).to.deep.equal(Array(2).fill('what other services know could not be looked up: Error: away'));
  });

  it('looks no more when it was stopped', async () => {
    const catchingUp = await start(async () => true);
    await catchingUp.stop();
    catchingUp.hurry();

    expect(rounds).to.have.lengthOf(1);
  });
});

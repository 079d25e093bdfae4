import { expect } from 'chai';
import { type CatchingUp, startCatchingUp } from '../../../shared/catch-up/catching-up.ts';
import { eventually } from '../../support/eventually.ts';

describe('Looking for what was lost', () => {
  let rounds: boolean[];
  let said: string[];
  let running: CatchingUp | undefined;
  beforeEach(() => {
    rounds = [];
    said = [];
  });
  afterEach(() => running?.stop());

  const start = (outcome: (round: number) => Promise<boolean>, tickMs = 3_600_000): CatchingUp => {
    running = startCatchingUp({
      tickMs,
      log: { warn: (message) => said.push(message) },
      round(hurried) {
        rounds.push(hurried);
        return outcome(rounds.length);
      },
    });
    return running;
  };

  it('begins at once, and goes on by the clock', async () => {
    start(async () => true, 5);

    expect(rounds).to.deep.equal([false]);
    await eventually('a second round', () => rounds.length > 1);
  });

  it('looks once more after the round in hand when something was lost meanwhile, however often it is told', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const { hurry } = start((round) => (round === 1 ? promise : Promise.resolve(true)));
    hurry();
    hurry();
    expect(rounds).to.deep.equal([false]);
    resolve(true);

    await eventually('the second round', () => rounds.length === 2);
    expect(rounds).to.deep.equal([false, true]);
  });

  it('says once that it cannot look, until it could', async () => {
    const outcomes = ['away', 'away', 'seen', 'away'];
    start(async (round) => {
      if (outcomes[round - 1] === 'away') throw new Error('away');
      return true;
    }, 2);
    await eventually('five rounds', () => rounds.length > 4);

    expect(said).to.deep.equal(Array(2).fill('what other services know could not be looked up: Error: away'));
  });

  it('looks no more when it was stopped', async () => {
    const catchingUp = start(async () => true);
    await catchingUp.stop();
    catchingUp.hurry();

    expect(rounds).to.have.lengthOf(1);
  });
});

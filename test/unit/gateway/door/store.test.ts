import { expect } from 'chai';
import { openStore } from '../../../../services/gateway/door/store.ts';

describe('The counts of a gateway', () => {
  it('are its own where there is no Redis, which it says', async () => {
    const said: string[] = [];
    const log = {
      info: (message: string) => said.push(message),
      warn: (message: string) => said.push(message),
    };
    const store = openStore({ redisUrl: undefined, log, isAway: (away) => said.push(`away ${away}`) });
    const counter = store.shared({ name: 'x', points: 2, windowS: 60 });
    const taken = [await counter.take('a'), await counter.take('a'), await counter.take('a')];
    expect(taken.map(({ over }) => over)).to.deep.equal([false, false, true]);
    expect([(await counter.look('a')).used, (await counter.look('b')).used]).to.deep.equal([3, 0]);
    expect(taken[2]?.leftMs).to.be.within(1, 60_000);
    expect(said).to.deep.equal(['away false', 'no REDIS_URL: limits are counted by each gateway for itself']);
  });

  it('are stricter where Redis cannot be reached, never none', async () => {
    const said: string[] = [];
    const log = { info: () => {}, warn: (message: string) => said.push(message) };
    // Nobody listens on port 1.
    const store = openStore({ redisUrl: 'redis://127.0.0.1:1', log, isAway: () => {} });
    const counter = store.shared({ name: 'x', points: 8, windowS: 60 });
    const taken = [await counter.take('a'), await counter.take('a'), await counter.take('a')];
    expect(taken.map(({ over }) => over)).to.deep.equal([false, false, true]);
    store.close();
  });
});

import { expect } from 'chai';
import { createPromises } from '../../../../services/gateway/promises/promises.ts';
import type { CensusView } from '../../../../shared/contract/census.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

describe('What people are told of when their answer comes', () => {
  const portal = () => {
    const clock = createFakeClock();
    const counted: string[] = [];
    const promises = createPromises((kept) => void counted.push(kept), clock);
    const at = (s: number) => new Date(clock.now() + s * 1_000).toISOString();
    return {
      ...{ clock, counted, promises },
      tell: (s: number | null, userId = 'u1') =>
        promises.told({
          userId,
          queue: { position: 3, expectedAt: s === null ? null : at(s) },
        } as CensusView),
      end: (waited: 'answer' | 'failure' | null, userId = 'u1') =>
        promises.ended({ userId, waited, changedAt: at(0) }),
    };
  };

  it('is kept when the answer comes by then, to the minute that pages say', async () => {
    const { clock, counted, tell, end } = portal();
    tell(120);
    await clock.pass(179_000);
    end('answer');
    expect(counted).to.deep.equal(['true']);
  });

  it('is not kept by an answer that comes later, whatever was said meanwhile', async () => {
    const { clock, counted, tell, end } = portal();
    tell(120);
    await clock.pass(100_000);
    tell(600);
    await clock.pass(100_000);
    end('answer');
    expect(counted).to.deep.equal(['false']);
  });

  it('is not kept by a failure for good, and goes on through one that is tried again', () => {
    const { counted, tell, end } = portal();
    tell(120);
    end(null);
    expect(counted).to.deep.equal([]);
    end('failure');
    expect(counted).to.deep.equal(['false']);
  });

  it('counts once, also of who waits on while nobody answers', async () => {
    const { clock, counted, promises, tell, end } = portal();
    tell(120);
    await clock.pass(700_000);
    promises.look();
    expect(counted).to.deep.equal([]);
    await clock.pass(100_000);
    promises.look();
    promises.look();
    end('answer');
    expect(counted).to.deep.equal(['false']);
  });

  it('is none where no time was told, or whoever waited is gone', () => {
    const { counted, promises, tell, end } = portal();
    tell(null);
    end('answer');
    tell(120, 'u2');
    promises.forget('u2');
    end('answer', 'u2');
    expect(counted).to.deep.equal([]);
  });
});

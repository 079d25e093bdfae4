import { expect } from 'chai';
import { createEffects, type Effects } from '../../../shared/durable/effects.ts';
import { failureOf } from '../../support/failures.ts';

describe('What follows a write', () => {
  let effects: Effects<'publish' | 'feed' | 'wake'>;
  let log: string[];
  beforeEach(() => {
    log = [];
    effects = createEffects();
    effects.on('publish', () => log.push('published'));
    effects.on('wake', () => log.push('woken'));
  });
  const commit = async () => {
    await Promise.resolve();
    log.push('committed');
  };

  it('is what the write names, after its commit, and nothing else', async () => {
    await effects.write(['wake'], commit);
    expect(log).to.deep.equal(['committed', 'woken']);
    await effects.write([], commit);
    expect(log).to.deep.equal(['committed', 'woken', 'committed']);
  });

  it('does not follow what was not committed', async () => {
    const failing = effects.write(['publish', 'wake'], async () => {
      throw new Error('rolled back');
    });
    expect((await failureOf(failing)).message).to.equal('rolled back');
    expect(log).to.deep.equal([]);
  });

  it('is left out while nobody does it yet, as before every service has started', async () => {
    await effects.write(['feed', 'publish'], commit);
    expect(log).to.deep.equal(['committed', 'published']);
  });

  it('comes before the answer of the write', async () => {
    expect(await effects.write(['publish'], async () => ({ queued: 3 }))).to.deep.equal({ queued: 3 });
    expect(log).to.deep.equal(['published']);
  });
});

import { expect } from 'chai';
import { startFeeder } from '../../../../services/census/batches/feeder.ts';
import type { Effect } from '../../../../services/census/effects.ts';
import type { Loop } from '../../../../shared/time/loop.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

describe('What feeds the batches', () => {
  let feeder: Loop | undefined;
  let clock: FakeClock;
  let finish: PromiseWithResolvers<number>[];
  let followed: Effect[];
  const failures: unknown[] = [];

  beforeEach(async () => {
    finish = [];
    followed = [];
    failures.length = 0;
    clock = createFakeClock();
    feeder = startFeeder({
      feed() {
        const run = Promise.withResolvers<number>();
        finish.push(run);
        return run.promise;
      },
      after: (effects) => followed.push(...effects),
      log: { error: (_message, error) => failures.push(error) },
      clock,
    });
    await clock.pass(0);
  });
  afterEach(async () => {
    const stopped = feeder?.stop();
    for (const run of finish) run.resolve(0);
    await stopped;
  });

  it('looks at once, and once more for all who ask while it looks', async () => {
    expect(finish).to.have.lengthOf(1);
    for (let asked = 0; asked < 5; asked += 1) feeder?.nudge();
    expect(finish, 'never twice at once').to.have.lengthOf(1);

    finish[0]?.resolve(0);

    await clock.pass(0);
    expect(finish, 'a second look').to.have.lengthOf(2);
    finish[1]?.resolve(0);
    await clock.pass(0);
    expect(finish, 'and no third').to.have.lengthOf(2);
  });

  it('looks again by the clock when nobody asks', async () => {
    finish[0]?.resolve(0);
    await clock.pass(1_999);
    expect(finish).to.have.lengthOf(1);
    await clock.pass(1);
    expect(finish).to.have.lengthOf(2);
  });

  it('has what it let wait published, and the scrapers woken; nothing when it found nobody', async () => {
    finish[0]?.resolve(0);
    await clock.pass(2_000);
    expect(followed).to.deep.equal([]);
    finish[1]?.resolve(3);
    await clock.pass(0);
    expect(followed).to.have.members(['publish', 'wake']);
  });

  it('goes on after a failure, which is told', async () => {
    const failure = new Error('no database');
    feeder?.nudge();
    finish[0]?.reject(failure);

    await clock.pass(2_000);
    expect(finish, 'another look').to.have.lengthOf(2);
    expect(failures).to.deep.equal([failure]);
  });

  it('ends after what it is doing, and looks no more', async () => {
    feeder?.nudge();
    let hasStopped = false;
    const stopped = feeder?.stop().then(() => {
      hasStopped = true;
    });
    await clock.pass(10_000);
    expect(hasStopped, 'it is still looking').to.equal(false);

    finish[0]?.resolve(0);
    await stopped;
    feeder?.nudge();
    await clock.pass(10_000);

    expect(finish).to.have.lengthOf(1);
  });
});

import { expect } from 'chai';
import { type Feeder, startFeeder } from '../../../../services/census/batches/feeder.ts';
import { eventually } from '../../../support/eventually.ts';

describe('What feeds the batches', () => {
  let feeder: Feeder | undefined;
  let finish: PromiseWithResolvers<void>[];
  const failures: unknown[] = [];

  beforeEach(() => {
    finish = [];
    failures.length = 0;
    const feed = () => {
      const run = Promise.withResolvers<void>();
      finish.push(run);
      return run.promise;
    };
    feeder = startFeeder(feed, (error) => failures.push(error));
  });
  afterEach(async () => {
    const stopped = feeder?.stop();
    for (const run of finish) run.resolve();
    await stopped;
  });

  it('looks at once, and once more for all who ask while it looks', async () => {
    expect(finish).to.have.lengthOf(1);
    for (let asked = 0; asked < 5; asked += 1) feeder?.nudge();
    expect(finish, 'never twice at once').to.have.lengthOf(1);

    finish[0]?.resolve();

    await eventually('a second look', () => finish.length === 2);
    finish[1]?.resolve();
    await Promise.resolve();
    expect(finish, 'and no third').to.have.lengthOf(2);
  });

  it('goes on after a failure, which is told', async () => {
    const failure = new Error('no database');
    feeder?.nudge();
    finish[0]?.reject(failure);

    await eventually('another look', () => finish.length === 2);
    expect(failures).to.deep.equal([failure]);
  });

  it('ends after what it is doing, and looks no more', async () => {
    feeder?.nudge();
    let hasStopped = false;
    const stopped = feeder?.stop().then(() => {
      hasStopped = true;
    });
    await Promise.resolve();
    expect(hasStopped, 'it is still looking').to.equal(false);

    finish[0]?.resolve();
    await stopped;
    feeder?.nudge();

    expect(finish).to.have.lengthOf(1);
  });
});

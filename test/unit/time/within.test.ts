import { expect } from 'chai';
import { LateError, within } from '../../../shared/time/within.ts';
import { failureOf } from '../../support/failures.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

describe('what must be done within a time', () => {
  it('is answered when it is in time, and leaves no timer behind', async () => {
    const clock = createFakeClock();
    expect(await within(100, Promise.resolve('answer'), { clock })).to.equal('answer');
    expect(clock.waiting()).to.equal(0);
  });

  it('fails when it is late', async () => {
    const clock = createFakeClock();
    const late = failureOf(within(100, new Promise(() => {}), { clock }));
    await clock.pass(100);
    expect(await late)
      .to.be.instanceOf(LateError)
      .with.property('message', 'no answer within 100 ms');
  });

  it('has something else instead when it is late and that was said', async () => {
    const clock = createFakeClock();
    const answer = within(100, new Promise<string>(() => {}), { clock, late: () => 'nothing' });
    await clock.pass(100);
    expect(await answer).to.equal('nothing');
  });

  it('fails as the work does', async () => {
    const fault = new Error('broken');
    expect(await failureOf(within(100, Promise.reject(fault), { clock: createFakeClock() }))).to.equal(fault);
  });

  it('fails as a function does that fails before it gives a promise, and nothing else fails with it', async () => {
    const clock = createFakeClock();
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    try {
      const fault = new Error('broken');
      const failing = within(
        100,
        () => {
          throw fault;
        },
        { clock },
      );
      expect(await failureOf(failing)).to.equal(fault);
      await clock.pass(0);
      expect(unhandled).to.deep.equal([]);
      expect(clock.waiting()).to.equal(0);
    } finally {
      process.off('unhandledRejection', note);
    }
  });

  it('tells the work when nobody waits for it any more', async () => {
    const clock = createFakeClock();
    let told = false;
    const late = failureOf(
      within(
        100,
        (signal) => {
          signal.addEventListener('abort', () => {
            told = true;
          });
          return new Promise(() => {});
        },
        { clock },
      ),
    );
    await clock.pass(99);
    expect(told).to.equal(false);
    await clock.pass(1);
    await late;
    expect(told).to.equal(true);
  });
});

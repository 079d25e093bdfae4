import { expect } from 'chai';
import { createSlots } from '../../../../services/scraper/loop/slots.ts';
import { settle } from './fakes.ts';

describe('Slots', () => {
  const pending = () => Promise.withResolvers<void>();
  /** Has this promise ended by now? */
  const hasEnded = async (promise: Promise<unknown>): Promise<boolean> => {
    let ended = false;
    promise.then(() => {
      ended = true;
    });
    await settle();
    return ended;
  };

  it('are free until as many run as there are', async () => {
    const slots = createSlots(2);
    const [first, second] = [pending(), pending()];
    expect(await hasEnded(slots.free())).to.equal(true);
    slots.run(() => first.promise);
    expect(await hasEnded(slots.free())).to.equal(true);
    slots.run(() => second.promise);
    const free = slots.free();
    expect(await hasEnded(free)).to.equal(false);
    second.resolve();
    expect(await hasEnded(free)).to.equal(true);
  });

  it('are free again when the work fails, and tell who ran it', async () => {
    const slots = createSlots(1);
    const work = pending();
    const told = slots.run(() => work.promise).catch((error: unknown) => error);
    const free = slots.free();
    const failure = new Error('failed');
    work.reject(failure);
    expect(await hasEnded(free)).to.equal(true);
    expect(await told).to.equal(failure);
  });

  it('are empty when nothing runs', async () => {
    const slots = createSlots(3);
    expect(await hasEnded(slots.empty())).to.equal(true);
    const [first, second] = [pending(), pending()];
    slots.run(() => first.promise);
    slots.run(() => second.promise);
    const empty = slots.empty();
    first.resolve();
    expect(await hasEnded(empty)).to.equal(false);
    second.resolve();
    expect(await hasEnded(empty)).to.equal(true);
  });
});

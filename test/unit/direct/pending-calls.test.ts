import { expect } from 'chai';
import { createPendingCalls } from '../../../shared/direct/pending-calls.ts';

const lost = () => new Error('the connection went');

describe('A call on its way over a connection', () => {
  it('ends as it would without being followed', async () => {
    const calls = createPendingCalls();
    expect(await calls.follow(Promise.resolve('done'), lost)).to.equal('done');
    const failed = await calls.follow(Promise.reject(new Error('refused')), lost).catch(String);
    expect(failed).to.equal('Error: refused');
  });

  it('ends at once when the connection goes, and whatever comes later is of no matter', async () => {
    const calls = createPendingCalls();
    const late = Promise.withResolvers<string>();
    const call = calls.follow(late.promise, lost).catch(String);
    calls.giveUp();
    expect(await call).to.equal('Error: the connection went');
    late.reject(new Error('too late'));
    await late.promise.catch(() => undefined);
  });

  it('is not touched by an earlier loss', async () => {
    const calls = createPendingCalls();
    calls.giveUp();
    expect(await calls.follow(Promise.resolve('done'), lost)).to.equal('done');
  });
});

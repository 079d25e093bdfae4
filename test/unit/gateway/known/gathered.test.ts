import { expect } from 'chai';
import { gathered } from '../../../../services/gateway/known/gathered.ts';
import { failureOf } from '../../../support/failures.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const setUp = (most = 100) => {
  const asked: string[][] = [];
  const waiting: { answer(): void; fail(error: Error): void }[] = [];
  const one = gathered<string>(most, (keys) => {
    asked.push(keys);
    return new Promise((resolve, reject) => {
      const found = keys.filter((key) => key !== 'nobody').map((key): [string, string] => [key, `is ${key}`]);
      waiting.push({ answer: () => resolve(new Map(found)), fail: reject });
    });
  });
  return { asked, waiting, one };
};

describe('What many want to know', () => {
  it('is one question when they come together, each key once, and each has its own answer', async () => {
    const { asked, waiting, one } = setUp();
    const answers = Promise.all(['ana', 'luz', 'ana', 'nobody'].map(one));
    await turn();
    expect(asked).to.deep.equal([['ana', 'luz', 'nobody']]);
    waiting[0]?.answer();
    expect(await answers).to.deep.equal(['is ana', 'is luz', 'is ana', undefined]);
  });

  it('gathers while questions are on their way, and no question is about more than it may be', async () => {
    const { asked, waiting, one } = setUp(2);
    const answers: Promise<unknown>[] = [];
    for (const key of ['a', 'b']) {
      answers.push(one(key));
      await turn();
    }
    answers.push(...['c', 'd', 'e'].map(one));
    await turn();
    expect(asked).to.deep.equal([['a'], ['b']]);
    waiting[0]?.answer();
    await turn();
    expect(asked.slice(2)).to.deep.equal([['c', 'd']]);
    for (const one of waiting.slice(1)) one.answer();
    await turn();
    expect(asked.slice(3)).to.deep.equal([['e']]);
    waiting[3]?.answer();
    expect(await Promise.all(answers)).to.deep.equal(['is a', 'is b', 'is c', 'is d', 'is e']);
  });

  it('is asked anew each time: an answer that came is kept for nobody', async () => {
    const { asked, waiting, one } = setUp();
    for (const n of [0, 1]) {
      const answer = one('ana');
      await turn();
      waiting[n]?.answer();
      await answer;
    }
    expect(asked).to.deep.equal([['ana'], ['ana']]);
  });

  it('fails for those of the question that failed, and goes on for the next', async () => {
    const { waiting, one } = setUp();
    const failed = failureOf(one('ana'));
    await turn();
    const next = one('luz');
    waiting[0]?.fail(new Error('accounts is away'));
    expect(await failed).to.be.instanceOf(Error);
    await turn();
    waiting[1]?.answer();
    expect(await next).to.equal('is luz');
  });
});

import { expect } from 'chai';
import { type Noted, together } from '../../../../services/accounts/audit/looks-together.ts';

describe('Looks that come together', () => {
  const noted = (said: string): Noted => ({
    ...{ at: new Date(0), who: 'who', what: 'referrals.list', whom: [], ip: '192.0.2.1' },
    said,
  });
  /** Each commit: who is in it, and how it ends. */
  let commits: { said: string[]; end: PromiseWithResolvers<void> }[];
  let note: (one: Noted) => Promise<void>;
  const ended = (all: readonly Promise<void>[]) =>
    Promise.allSettled(all).then((results) => results.map(({ status }) => status === 'fulfilled'));
  /** What a commit's end leads to. */
  const turn = () => new Promise((done) => setImmediate(done));

  beforeEach(() => {
    commits = [];
    note = together((some) => {
      const end = Promise.withResolvers<void>();
      commits.push({ said: some.map(({ said }) => said), end });
      return end.promise;
    });
  });

  it('go at once while two are on their way, and then with the next, 100 at the most', async () => {
    const all = Array.from({ length: 203 }, (_, n) => note(noted(`${n}`)));
    expect(commits.map(({ said }) => said)).to.deep.equal([['0'], ['1']]);
    for (let at = 0; at < commits.length; at += 1) {
      commits[at]?.end.resolve();
      await turn();
    }
    expect(commits.map(({ said }) => said.length)).to.deep.equal([1, 1, 100, 100, 1]);
    expect(await ended(all)).not.to.include(false);
  });

  it('are tried one by one when they cannot be written together', async () => {
    const all = ['first', 'second', 'good', 'bad'].map((said) => note(noted(said)));
    commits[0]?.end.resolve();
    await turn();
    commits[2]?.end.reject(new Error('one of them'));
    await turn();
    expect(commits.slice(3).map(({ said }) => said)).to.deep.equal([['good'], ['bad']]);
    commits[1]?.end.resolve();
    commits[3]?.end.resolve();
    commits[4]?.end.reject(new Error('this one'));
    expect(await ended(all)).to.deep.equal([true, true, true, false]);
  });

  it('are not tried again when the database went away: they may have been written', async () => {
    const all = ['first', 'second', 'third', 'fourth'].map((said) => note(noted(said)));
    commits[0]?.end.resolve();
    commits[1]?.end.resolve();
    await turn();
    commits[2]?.end.reject(Object.assign(new Error('terminating connection'), { code: '57P01' }));
    expect(await ended(all)).to.deep.equal([true, true, false, false]);
    expect(commits).to.have.lengthOf(3);
  });
});

import { expect } from 'chai';
import { createTellEnded } from '../../../../services/accounts/sessions/tell-ended.ts';
import { tokenHash } from '../../../../shared/identity/token-hash.ts';
import { settle } from '../../../support/failures.ts';

describe('That a session is over', () => {
  let told: unknown[];
  const tellEnded = createTellEnded((_name, ended) => void told.push(ended));
  beforeEach(() => {
    told = [];
  });

  it('is told of the one that another takes the place of', async () => {
    await tellEnded.replaced({ replaces: 'before' }, async () => ({ session: 'another' }));
    expect(told).to.deep.equal([{ tokenHash: tokenHash('before') }]);
  });

  it('is not told while the login waits for its second step, nor when there was none before', async () => {
    await tellEnded.replaced({ replaces: 'before' }, async () => ({ pending: 'a while' }));
    await tellEnded.replaced({}, async () => ({ session: 'the first' }));
    expect(told).to.deep.equal([]);
  });

  it('is told only once it is so', async () => {
    const refused = () => Promise.reject(new Error('the database is away'));
    const replaces = 'before';
    await settle([
      ...[tellEnded.ofToken('one', refused), tellEnded.ofPerson('ana', refused)],
      tellEnded.replaced({ replaces }, refused),
    ]);
    expect(told).to.deep.equal([]);
    await tellEnded.ofPerson('ana', async () => null);
    expect(told).to.deep.equal([{ userId: 'ana' }]);
  });
});

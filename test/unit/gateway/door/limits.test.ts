import { expect } from 'chai';
import { createLimit, type KindLimit } from '../../../../services/gateway/door/limits.ts';
import { createSecrets } from '../../../../services/gateway/door/secrets.ts';
import { limitRule } from '../../../../shared/config/variables/limits.ts';
import { failureOf } from '../../../support/failures.ts';
import { playedCounter, playedStore } from './played-counter.ts';

const limitOf = (typed: string): { limit: KindLimit; refused: string[] } => {
  const refused: string[] = [];
  const limit = createLimit('register', limitRule.parse(typed), {
    store: playedStore(),
    secrets: createSecrets(),
    refused: (kind, key) => refused.push(`${kind} ${key}`),
  });
  return { limit, refused };
};
const from = (address: string, subnet = 'one') => ({ address, subnet });

describe('A limit', () => {
  it('refuses with what is left of the window, in words and in seconds', async () => {
    const { limit, refused } = limitOf('600 ip=1');
    await limit.take(from('a'));
    expect(await failureOf(limit.take(from('a')))).to.include({
      code: 'too_many_requests',
      status: 429,
      retryAfterS: 43,
      message: 'Hay demasiadas solicitudes desde su conexión. Intente de nuevo en 43 segundos.',
    });
    await limit.take(from('b'));
    expect(refused).to.deep.equal(['register address']);
  });

  it('does not use up what the portal has for everybody by what it refuses to one', async () => {
    const { limit, refused } = limitOf('600 ip=1 red=3 portal=3');
    for (let n = 0; n < 50; n += 1) await limit.take(from('flood')).catch(() => undefined);
    await limit.take(from('honest'));
    await limit.take(from('elsewhere', 'other'));
    await failureOf(limit.take(from('last', 'third')));
    expect(refused.at(-1)).to.equal('register portal');
  });

  it('asks for a proof beyond what is free, by any of its counts, and never refuses where there is no most', async () => {
    const { limit } = limitOf('600 ip=2/9 cedula=1/-');
    const ana = { ...from('a'), cedula: '1020304050' };
    expect([await limit.isBusy(ana), await limit.takeFree(ana)]).to.deep.equal([false, false]);
    expect(await limit.isBusy(ana), 'the next').to.equal(true);
    expect(await limit.takeFree({ ...ana, address: 'b' }), 'from elsewhere').to.equal(true);
    for (let n = 0; n < 9; n += 1) await limit.take({ ...ana, address: String(n) });
  });

  it('asks the store for all of its counts at once where it only looks', async () => {
    let asked = 0;
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const look = async () => {
      asked += 1;
      await answered;
      return { over: false, used: 0, leftMs: 0 };
    };
    const counter = { ...playedCounter(1), look };
    const limit = createLimit('register', limitRule.parse('600 ip=1/9 red=1/9 portal=1/9'), {
      ...{ store: { ...playedStore(), shared: () => counter }, secrets: createSecrets() },
      refused: () => undefined,
    });
    const busy = limit.isBusy(from('a'));
    expect(asked).to.equal(3);
    answer();
    expect(await busy).to.equal(false);
  });

  it('knows nothing of whom it does not know', async () => {
    const { limit } = limitOf('600 persona=1');
    for (let n = 0; n < 3; n += 1) await limit.take(from('a'));
    await limit.take({ ...from('a'), person: 'ana' });
    await failureOf(limit.take({ ...from('b'), person: 'ana' }));
  });
});

import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { expect } from 'chai';
import { createWorkProofs, TRIES } from '../../../../services/gateway/door/proof.ts';
import type { Scope } from '../../../../services/gateway/door/scope.ts';
import { createSecrets } from '../../../../services/gateway/door/secrets.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { playedCounter } from './played-counter.ts';

const scope: Scope = { form: 'login', browser: 'secret' };
const [OLD, NEW] = ['old-'.repeat(10), 'new-'.repeat(10)];

describe('A proof of work', () => {
  // The library looks at the machine's own clock as well.
  const clock = createFakeClock(Date.now());
  const proofsWith = (...given: string[]) =>
    createWorkProofs({
      ...{ secrets: createSecrets(given), cost: 10, clock },
      ...{ used: playedCounter(1), tried: playedCounter(TRIES) },
    });
  const solve = async (told: string): Promise<string> => {
    const challenge = JSON.parse(told);
    return JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) });
  };

  it('is good once, for its form of its browser', async () => {
    const proofs = proofsWith(OLD);
    const proof = await solve(await proofs.challenge(scope));
    expect(await proofs.isGood({ ...scope, form: 'register' }, proof)).to.equal(false);
    expect(await proofs.isGood({ ...scope, browser: 'other' }, proof)).to.equal(false);
    expect([await proofs.isGood(scope, proof), await proofs.isGood(scope, proof)]).to.deep.equal([
      true,
      false,
    ]);
  });

  it('that was asked for under the secret before is good under the one that followed', async () => {
    const proof = await solve(await proofsWith(OLD).challenge(scope));
    expect(await proofsWith(NEW, OLD).isGood(scope, proof)).to.equal(true);
    expect(await proofsWith(NEW).isGood(scope, proof)).to.equal(false);
  });

  it('does not tell the browser’s secret', async () => {
    expect(await proofsWith(OLD).challenge({ ...scope, browser: 'very-secret' })).not.to.include(
      'very-secret',
    );
  });

  it('is good for twenty minutes', async () => {
    const proofs = proofsWith(OLD);
    const proof = await solve(await proofs.challenge(scope));
    await clock.pass(1_201_000);
    expect(await proofs.isGood(scope, proof)).to.equal(false);
  });

  it('costs us no more than three tries for one challenge, and then not even a good one', async () => {
    let derived = 0;
    const derive: typeof deriveKey = (...given) => {
      derived += 1;
      return deriveKey(...given);
    };
    const proofs = createWorkProofs({
      ...{ secrets: createSecrets([OLD]), cost: 10, clock, derive },
      ...{ used: playedCounter(1), tried: playedCounter(TRIES) },
    });
    const told = await proofs.challenge(scope);
    const good = await solve(told);
    const wrong = JSON.stringify({ challenge: JSON.parse(told), solution: { counter: 1, derivedKey: '00' } });
    for (let n = 0; n < 10; n += 1) expect(await proofs.isGood(scope, wrong)).to.equal(false);
    expect(await proofs.isGood(scope, good)).to.equal(false);
    expect(derived).to.equal(TRIES);
    expect(await proofs.isGood(scope, await solve(await proofs.challenge(scope)))).to.equal(true);
  });
});

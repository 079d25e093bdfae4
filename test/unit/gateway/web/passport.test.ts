import { expect } from 'chai';
import { carrying, passportOf } from '../../../../services/gateway/web/passport.ts';
import type { Call } from '../../../../shared/moleculer/call.ts';
import { refusalOf } from '../../../support/failures.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const setUp = () => {
  const clock = createFakeClock();
  const carried: (string | undefined)[] = [];
  let session: { passport: string } | null = { passport: 'a newer one' };
  let asked = 0;
  const raw = (async (name: string, _params: unknown, options?: { passport?: string }) => {
    if (name !== 'accounts.session') return void carried.push(options?.passport);
    asked += 1;
    return session;
  }) as unknown as Call;
  return {
    ...{ clock, carried },
    call: carrying(raw, passportOf(raw, 'a token', { passport: 'the first', ageMs: 0 }, clock)),
    asked: () => asked,
    endSession: () => {
      session = null;
    },
  };
};

describe('what is asked in the name of a person', () => {
  it('carries the passport that came with their session', async () => {
    const { call, carried, asked } = setUp();
    await call('accounts.referralCounts', {});
    expect({ carried, asked: asked() }).to.deep.equal({ carried: ['the first'], asked: 0 });
  });

  it('carries a newer one when that grows old, asked for once', async () => {
    const { call, carried, clock, asked } = setUp();
    await clock.pass(25_000);
    await call('accounts.referralCounts', {});
    await call('accounts.referralCounts', {});
    expect({ carried, asked: asked() }).to.deep.equal({
      carried: ['a newer one', 'a newer one'],
      asked: 1,
    });
  });

  it('is not asked any more when their session is over', async () => {
    const { call, carried, clock, endSession } = setUp();
    await clock.pass(25_000);
    endSession();
    const refusal = await refusalOf(call('accounts.referralCounts', {}));
    expect(refusal).to.include({ code: 'unauthenticated', status: 401 });
    expect(carried).to.deep.equal([]);
  });
});

import { expect } from 'chai';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { Callers } from '../../../shared/contract/action.ts';
import { allServices, type ServiceName } from '../../../shared/contract/services.ts';
import { createCallerTokens } from '../../../shared/identity/caller-token.ts';
import { createGuard } from '../../../shared/identity/guard.ts';
import { createOwnKeyring } from '../../../shared/identity/keyring.ts';
import { createPassports } from '../../../shared/identity/passport.ts';
import { refusalOf } from '../../support/failures.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const somebody = { id: '11111111-1111-4111-8111-111111111111', role: 'LEADER', sessionId: 's1' } as const;
const person: Callers = { kind: 'person' };
const proven: Callers = { kind: 'person', proof: 'fresh' };
const FRESH_MS = 600_000;
const scrapers: Callers = { kind: 'services', services: ['scraper'] };

const setUp = () => {
  const clock = createFakeClock();
  const keyring = createOwnKeyring(allServices);
  const passports = createPassports(keyring, clock);
  return {
    clock,
    keyring,
    guard: createGuard(keyring, FRESH_MS, clock),
    caller: (service: ServiceName, called = 'accounts') =>
      createCallerTokens(keyring, service, clock).for(called),
    passport: (actor: Actor = somebody, provedAt = new Date(clock.now())) =>
      passports.issue({ ...actor, sessionId: 's1', provedAt, mustEnrol: false }),
  };
};

describe('the guard of the actions', () => {
  it('tells for whom the portal asks, as their passport says', async () => {
    const { guard, caller, passport } = setUp();
    const shown = { caller: await caller('gateway'), passport: await passport() };
    expect(await guard.admit('accounts.users', person, shown)).to.deep.equal({
      id: somebody.id,
      role: 'LEADER',
    });
  });

  it('lets nobody ask for a person without a passport', async () => {
    const { guard, caller } = setUp();
    for (const passport of [undefined, '', 'garbage']) {
      const shown = { caller: await caller('gateway'), passport };
      const refusal = await refusalOf(guard.admit('accounts.users', person, shown));
      expect(refusal).to.include({ code: 'unauthenticated', status: 401 });
    }
  });

  it('asks whoever has not shown for a while that it is they to do it again, where an action wants it', async () => {
    const { guard, caller, passport, clock } = setUp();
    const admit = async (ago: number, action: Callers) => {
      const shown = await passport(somebody, new Date(clock.now() - ago));
      return guard.admit('accounts.users', action, { caller: await caller('gateway'), passport: shown });
    };
    expect(await admit(FRESH_MS - 1_000, proven)).to.include({ id: somebody.id });
    const refusal = await refusalOf(admit(FRESH_MS + 1_000, proven));
    expect(refusal).to.include({ code: 'proof_needed', status: 403 });
    expect(await admit(FRESH_MS + 1_000, person)).to.include({ id: somebody.id });
  });

  it('lets only the portal ask for a person, whoever has their passport', async () => {
    const { guard, caller, passport } = setUp();
    for (const service of ['census', 'scraper', 'simulator'] as const) {
      const shown = { caller: await caller(service), passport: await passport() };
      expect((await refusalOf(guard.admit('accounts.users', person, shown))).code).to.equal('caller_refused');
    }
  });

  it('takes a passport of nobody but accounts, and no other token for one', async () => {
    const { guard, caller, keyring, clock } = setUp();
    const forged = await keyring.sign(
      {
        ...{ kind: 'passport', issuer: 'gateway', audience: 'censo', lifetimeS: 60 },
        claims: { sub: somebody.id, role: 'ADMIN', sid: 's1', pat: 0, enrol: false },
      },
      new Date(clock.now()),
    );
    for (const passport of [forged, await caller('accounts')]) {
      const shown = { caller: await caller('gateway'), passport };
      const refusal = await refusalOf(guard.admit('accounts.users', person, shown));
      expect(refusal.code).to.equal('unauthenticated');
    }
  });

  it('takes no passport that is over', async () => {
    const { guard, caller, passport, clock } = setUp();
    const old = await passport();
    await clock.pass(95_000);
    const shown = { caller: await caller('gateway'), passport: old };
    expect((await refusalOf(guard.admit('accounts.users', person, shown))).code).to.equal('unauthenticated');
  });

  it('believes a passport that it has seen no longer than ten seconds after its end', async () => {
    const { guard, caller, passport, clock } = setUp();
    const old = await passport();
    await clock.pass(85_000);
    const admit = async () =>
      guard.admit('accounts.users', person, { caller: await caller('gateway'), passport: old });
    expect(await admit()).to.include({ id: somebody.id });
    await clock.pass(15_000);
    expect((await refusalOf(admit())).code).to.equal('unauthenticated');
  });

  it('lets the services ask that an action names, and no other', async () => {
    const { guard, caller } = setUp();
    const admit = async (service: ServiceName) =>
      guard.admit('census.lease', scrapers, { caller: await caller(service, 'census') });
    expect(await admit('scraper')).to.equal(null);
    for (const other of ['gateway', 'accounts', 'census', 'simulator'] as const)
      expect((await refusalOf(admit(other))).code, other).to.equal('caller_refused');
  });

  it('does not take what a service showed to another', async () => {
    const { guard, caller } = setUp();
    const shown = { caller: await caller('scraper', 'accounts') };
    expect((await refusalOf(guard.admit('census.lease', scrapers, shown))).code).to.equal('caller_refused');
  });

  it('refuses whoever shows nothing, or what is no text', async () => {
    const { guard } = setUp();
    for (const shown of [undefined, {}, { caller: 7 }, { caller: 'x'.repeat(3_000) }])
      expect((await refusalOf(guard.admit('census.lease', scrapers, shown))).code).to.equal('caller_refused');
  });

  it('asks nobody who they are where everybody may ask', async () => {
    expect(await setUp().guard.admit('accounts.ready', { kind: 'anybody' }, undefined)).to.equal(null);
  });
});

describe('a passport', () => {
  it('is given out again for half of its time, and made anew when the role is another', async () => {
    const { passport: issue, clock } = setUp();
    const proved = new Date(clock.now());
    const passport = (actor: Actor = somebody) => issue(actor, proved);
    const first = await passport();
    await clock.pass(29_000);
    expect(await passport()).to.equal(first);
    expect(await passport({ ...somebody, role: 'ADMIN' })).to.not.equal(first);
    await clock.pass(2_000);
    expect(await passport()).to.not.equal(first);
  });
});

import { expect } from 'chai';
import { createAdmission } from '../../../../services/gateway/door/admission.ts';
import { createLimit } from '../../../../services/gateway/door/limits.ts';
import { createSecrets } from '../../../../services/gateway/door/secrets.ts';
import { createTickets } from '../../../../services/gateway/door/ticket.ts';
import { limitRule } from '../../../../shared/config/variables/limits.ts';
import { refusalOf } from '../../../support/failures.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { playedCounter, playedStore } from './played-counter.ts';

/** The door of the registration form, with proofs that are good when they say so. */
const doorOf = (typed: string) => {
  const secrets = createSecrets();
  const clock = createFakeClock();
  const outcomes: string[] = [];
  const limit = createLimit('register', limitRule.parse(typed), {
    ...{ store: playedStore(), secrets },
    refused: () => undefined,
  });
  const admission = createAdmission({
    limits: { register: limit, login: limit },
    proofs: { challenge: async () => 'solve this', isGood: async (_scope, sent) => sent === 'good' },
    tickets: createTickets({
      ...{ secrets, clock, waitS: 20, waiting: playedCounter(1_000), used: playedCounter(1) },
    }),
    proved: (_form, outcome) => outcomes.push(outcome),
    turnedAway: () => outcomes.push('turned away'),
    clock,
  });
  const send = (
    given: { proof?: string; ticket?: string; browser?: string | undefined; address?: string } = {},
  ) =>
    admission.admit('register', {
      ...{ address: '203.0.113.9', cedula: undefined, browser: 'secret', proof: '', ticket: '', ...given },
    });
  return { admission, send, clock, outcomes };
};

describe('The admission of a form', () => {
  it('asks for nothing below the usual rate, whatever is sent along', async () => {
    const { send, outcomes, admission } = doorOf('600 ip=2/9');
    expect(await admission.foresee('register', { address: '203.0.113.9', browser: 'secret' })).to.equal(null);
    expect([await send(), await send({ proof: 'bad', ticket: 'bad' })]).to.deep.equal([null, null]);
    expect(outcomes).to.deep.equal([]);
  });

  it('takes a proof above it, or a wait, and says what it would take', async () => {
    const { send, clock, outcomes, admission } = doorOf('600 ip=1/9');
    await send();
    expect(await admission.foresee('register', { address: '203.0.113.9', browser: 'secret' })).to.deep.equal({
      ...{ challenge: 'solve this', wait: null },
    });
    const demand = await send();
    expect(demand?.wait?.seconds).to.equal(20);
    expect(await send({ proof: 'good' })).to.equal(null);
    const ticket = demand?.wait?.ticket ?? '';
    await clock.pass(5_000);
    expect((await send({ ticket }))?.wait, 'its place is kept').to.deep.equal({ ticket, seconds: 15 });
    await clock.pass(15_000);
    expect(await send({ ticket })).to.equal(null);
    expect((await send({ ticket }))?.wait?.ticket, 'once').not.to.equal(ticket);
    expect(outcomes).to.deep.equal(['asked', 'solved', 'refused', 'asked', 'waited', 'refused', 'asked']);
  });

  it('lets in who proves their work however many wait in their block without', async () => {
    const { send } = doorOf('600 ip=1/9');
    await send();
    for (let n = 0; n < 130; n += 1) await send();
    expect((await send())?.wait).to.deep.equal({ ticket: null, seconds: 600 });
    expect(await send({ proof: 'good' })).to.equal(null);
  });

  it('is over for everybody at the most, which only those count towards who were let in', async () => {
    const { send } = doorOf('600 ip=1/3');
    for (let n = 0; n < 50; n += 1) await send();
    for (let n = 0; n < 2; n += 1) expect(await send({ proof: 'good' })).to.equal(null);
    expect(await refusalOf(send({ proof: 'good' }))).to.include({ code: 'too_many_requests', status: 429 });
  });

  it('makes programs wait, and counts that they were turned away', async () => {
    const { send, outcomes } = doorOf('600 ip=1/9');
    await send({ browser: undefined });
    expect(await refusalOf(send({ browser: undefined }))).to.include({ status: 429, retryAfterS: 600 });
    expect(outcomes).to.deep.equal(['turned away']);
  });
});

import { expect } from 'chai';
import type { Scope } from '../../../../services/gateway/door/scope.ts';
import { createSecrets } from '../../../../services/gateway/door/secrets.ts';
import { createTickets } from '../../../../services/gateway/door/ticket.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { playedCounter } from './played-counter.ts';

const scope: Scope = { form: 'register', browser: 'secret' };

describe('A ticket of those who wait', () => {
  const secrets = createSecrets();
  const clock = createFakeClock();
  const tickets = createTickets({
    ...{ secrets, clock, waitS: 20 },
    ...{ waiting: playedCounter(1_000), used: playedCounter(1) },
  });

  it('is good later for each who waits in the same block, and at once none more when too many do', async () => {
    const after: number[] = [];
    for (let n = 0; n < 3; n += 1) after.push(((await tickets.next(scope, 'a'))?.readyAt ?? 0) - clock.now());
    expect(after).to.deep.equal([20_000, 25_000, 30_000]);
    expect(((await tickets.next(scope, 'b'))?.readyAt ?? 0) - clock.now()).to.equal(20_000);
    for (let n = 0; n < 118; n += 1) expect(await tickets.next(scope, 'a')).not.to.equal(null);
    expect(await tickets.next(scope, 'a')).to.equal(null);
  });

  it('is read for its form of its browser only, until ten minutes after it was ready, and used once', async () => {
    const ticket = await tickets.next(scope, 'c');
    if (ticket === null) return expect.fail('nobody waits there');
    expect(tickets.read(scope, 'c', ticket.sealed)).to.deep.equal(ticket);
    expect(tickets.read({ ...scope, form: 'login' }, 'c', ticket.sealed)).to.equal(null);
    expect(tickets.read({ ...scope, browser: 'other' }, 'c', ticket.sealed)).to.equal(null);
    expect(tickets.read(scope, 'c', 'forged.forged')).to.equal(null);
    expect([await tickets.use(ticket), await tickets.use(ticket)]).to.deep.equal([true, false]);
    await clock.pass(20_000 + 600_000);
    expect(tickets.read(scope, 'c', ticket.sealed)).not.to.equal(null);
    await clock.pass(1);
    expect(tickets.read(scope, 'c', ticket.sealed)).to.equal(null);
  });

  it('is used once however its seal is written, and only from where it was given', async () => {
    const ticket = await tickets.next(scope, 'd');
    if (ticket === null) return expect.fail('nobody waits there');
    expect(tickets.read(scope, 'e', ticket.sealed)).to.equal(null);
    const { sealed } = ticket;
    const used: boolean[] = [];
    for (const written of [sealed, sealed, `${sealed}.1`, sealed.replace('.', '=.'), ` ${sealed}`]) {
      const read = tickets.read(scope, 'd', written);
      used.push(read !== null && (await tickets.use(read)));
    }
    expect(used).to.deep.equal([true, false, false, false, false]);
  });

  it('of a release that wrote something else in it is none', () => {
    expect(tickets.read(scope, 'd', secrets.seal('ticket', '{"form":"register"}'))).to.equal(null);
  });
});

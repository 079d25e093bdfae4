import { expect } from 'chai';
import type { User } from '../../../shared/contract/accounts.ts';
import { createClient, newCedula } from '../../support/people/client.ts';
import { openStream, toldIn } from '../../support/people/event-stream.ts';
import { endings, register } from './endings.ts';

/** The first account of administration. */
export const administrator = { cedula: '1000000400', password: 'tinto-y-arepa-caliente' };

/** What a portal does for people, wherever it runs. */
export const describePeople = (origin: () => string): void => {
  for (const { ending, status } of endings)
    it(`answers ${status} on the live page to whose cédula ends in ${ending}`, async () => {
      const person = await register(origin(), newCedula(ending));
      const stream = await openStream(origin(), person.cookie());
      await stream.received(status, (event) => toldIn(event).some((view) => view.status === status));
      stream.close();
      expect((await person.censusIn([status])).status).to.equal(status);
    });

  it('lets the administrator make somebody a leader, who sees whom they brought and takes the list', async () => {
    const admin = createClient(origin());
    expect((await admin.login(administrator)).status).to.equal(200);
    const leader = await register(origin(), newCedula('22'));
    const { user } = (await leader.get<{ user: User }>('/me')).body;
    const role = await admin.post(`/admin/users/${user.id}/role`, {
      role: 'LEADER',
      reason: 'Lidera su vereda',
    });
    expect(role.status).to.equal(200);
    const brought = await register(origin(), newCedula('22'), user.referralCode);
    await brought.censusIn(['ACTIVE']);
    const list = await leader.get<{ items: unknown[] }>('/referrals');
    expect(list.status).to.equal(200);
    expect(list.body.items).to.have.length(1);
    const stranger = await register(origin(), newCedula('22'));
    expect((await stranger.get('/admin/users')).status).to.equal(403);
  });
};

import { expect } from 'chai';
import { createClient } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

/** What a file of everybody would ask a fresh proof for. */
inBothModes(
  'Somebody with the session of an ADMIN who walks the lists of people',
  'narrow',
  (system) => {
    it('is stopped by how many people they were shown, and told when to come back', async () => {
      const thief = createClient(system().origin);
      await thief.login(admin);
      const statuses: number[] = [];
      for (const list of ['/admin/users?limit=100', '/referrals?limit=25', '/admin/users?limit=50'])
        statuses.push((await thief.get(list)).status);
      expect(statuses).to.deep.equal([200, 200, 200]);
      for (const list of ['/admin/users?limit=100', '/referrals?limit=100', '/admin/audit?limit=100']) {
        const reply = await thief.get(list);
        expect([list, reply.status]).to.deep.equal([list, 429]);
        expect(Number(reply.headers.get('retry-after'))).to.be.within(1, 600);
      }
      expect((await thief.get('/me')).status).to.equal(200);
    });

    it('is not answered either who has passwords judged without end', async () => {
      const stranger = createClient(system().origin);
      const statuses: number[] = [];
      for (let n = 0; n < 5; n += 1)
        statuses.push((await stranger.post('/password-strength', { password: 'tulipan mesa nube' })).status);
      expect(statuses).to.deep.equal([200, 200, 200, 429, 429]);
    });
  },
  ['embedded'],
);

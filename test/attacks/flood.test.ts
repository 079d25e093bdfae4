import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { admin } from '../support/system/system.ts';

const FLOOD = 60;
const AT_ONCE = 6;
const HONEST = 10;

inBothModes(
  'A flood of registrations from one subnet',
  'narrow',
  (system) => {
    /** Whoever joined, in their order: the system is used by others too. */
    const joined: string[] = [];
    /** @returns the new person's id */
    const join = async (address: string): Promise<string> => {
      const cedula = newCedula('00');
      // On a busy machine somebody is told to come again.
      return eventually('a registration', async () => {
        const reply = await createClient(system().origin, address).register({ cedula });
        if (reply.status === 503) return null;
        expect(reply.status).to.equal(201);
        joined.push(reply.body.user.id);
        return reply.body.user.id;
      });
    };

    it('leaves each of ten who come from elsewhere within eleven turns', async () => {
      const operator = createClient(system().origin, '198.51.100.1');
      await operator.login(admin);
      // So that all of the flood waits when the ten come, however fast it is.
      await operator.post('/admin/lookups/pause', { reason: 'El ataque comienza' });
      for (let n = 0; n < FLOOD; n += AT_ONCE)
        await Promise.all(Array.from({ length: AT_ONCE }, (_, k) => join(`203.0.113.${n + k + 1}`)));
      const honest: string[] = [];
      for (let n = 0; n < HONEST; n += 1) honest.push(await join(`192.0.${n}.7`));
      await everybodyWaits();
      await operator.post('/admin/lookups/resume', {});

      const order = await firstServed(HONEST + 1);
      expect(order.filter((id) => honest.includes(id))).to.have.members(honest);
    });

    const waiting = async (): Promise<number> =>
      (
        await inDatabase(
          system(),
          'select 1 from census.records where due_at is not null and user_id = any($1)',
          [joined],
        )
      ).length;
    const everybodyWaits = () =>
      eventually('a record of everybody', async () => (await waiting()) === FLOOD + HONEST);
    const firstServed = (count: number): Promise<string[]> =>
      eventually(`${count} lookups`, async () => {
        const rows = await inDatabase<{ user_id: string }>(
          system(),
          'select user_id from census.attempts where user_id = any($2) order by started_at limit $1',
          [count, joined],
        );
        return rows.length === count ? rows.map((row) => row.user_id) : null;
      });
  },
  ['embedded'],
);

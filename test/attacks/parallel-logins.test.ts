import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { createClient, newCedula, type Reply } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';

const FLOOD = 320;
const ATTACKER = '203.0.113.9';
const PASSWORD = 'una-clave-larga';
const WRONG = 'no-es-la-clave';

inBothModes(
  '320 parallel logins from one address',
  { env: { TRUST_PROXY: '1' } },
  (system) => {
    const from = (address: string) => createClient(system().origin, address);
    /** Those of the flood whose passwords found no place. */
    let notLookedAt: string[];
    let answered = 0;
    /** Each at another cédula, so that no count of wrong passwords stops it. */
    const flood = async (): Promise<void> => {
      const client = from(ATTACKER);
      notLookedAt = [];
      answered = 0;
      await Promise.all(
        Array.from({ length: FLOOD }, async () => {
          const cedula = newCedula();
          const { status } = await client.login({ cedula, password: WRONG });
          answered += 1;
          if (status === 503) notLookedAt.push(cedula);
          else expect(status).to.equal(401);
        }),
      );
    };

    /** On a busy machine somebody is told to come again. */
    const heard = <T>(ask: () => Promise<Reply<T>>): Promise<Reply<T>> =>
      eventually('an answer', async () => {
        const reply = await ask();
        return reply.status === 503 ? null : reply;
      });

    it('keep nobody else from logging in or registering meanwhile', async () => {
      const cedula = newCedula('00');
      await from('198.51.100.7').register({ cedula, password: PASSWORD });

      const attack = flood();
      const newcomer = newCedula('00');
      const registration = heard(() => from('198.51.100.9').register({ cedula: newcomer }));
      const honest = await heard(() => from('198.51.100.8').login({ cedula, password: PASSWORD }));
      expect(answered, 'while a part of the attack still waited').to.be.lessThan(FLOOD);
      expect([honest.status, (await registration).status]).to.deep.equal([200, 201]);
      await attack;
      expect(notLookedAt, 'there are places for a part of it only').to.not.be.empty;
    });

    it('cost nobody a guess that was not looked at', async () => {
      await flood();
      const [cedula = ''] = notLookedAt;
      const statuses: number[] = [];
      for (let n = 0; n < 6; n += 1)
        statuses.push((await heard(() => from(ATTACKER).login({ cedula, password: WRONG }))).status);
      expect(statuses).to.deep.equal([401, 401, 401, 401, 401, 429]);
    });
  },
  ['embedded'],
);

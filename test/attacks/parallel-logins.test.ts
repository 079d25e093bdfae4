import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { createClient, newCedula, type Reply } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';

const FLOOD = 320;
/**
 * Addresses take turns, and four are served at once; on a busy machine answers are heard late and in another order. Who
 * stood behind the crowd would see the hundred go first that find a place.
 */
const FEW = 80;
const ATTACKER = '203.0.113.9';
const PASSWORD = 'una-clave-larga';
const WRONG = 'no-es-la-clave';

inBothModes(
  '320 parallel logins from one address',
  'costly',
  (system) => {
    const from = (address: string) => createClient(system().origin, address);
    /** Those of the flood whose passwords found no place. */
    let notLookedAt: string[];
    /** How many of the flood's passwords were looked at. */
    let lookedAt = 0;
    /** Each at another cédula, so that no count of wrong passwords stops it. */
    const flood = async (): Promise<void> => {
      const client = from(ATTACKER);
      notLookedAt = [];
      await Promise.all(
        Array.from({ length: FLOOD }, async () => {
          const cedula = newCedula();
          const { status } = await client.login({ cedula, password: WRONG });
          if (status === 503) notLookedAt.push(cedula);
          else {
            expect(status).to.equal(401);
            lookedAt += 1;
          }
        }),
      );
    };

    let toldToComeAgain = 0;
    /** On a busy machine somebody is told to come again. @returns the answer, and how many of the flood came before it */
    const heard = <T>(ask: () => Promise<Reply<T>>): Promise<Reply<T> & { before: number }> =>
      eventually('an answer', async () => {
        const seen = lookedAt;
        const reply = await ask();
        if (reply.status !== 503) return { ...reply, before: lookedAt - seen };
        toldToComeAgain += 1;
        return null;
      });

    // Which the next test goes on with: whose guesses found no place is known.
    it('keep nobody else from logging in or registering meanwhile', async () => {
      const cedula = newCedula('00');
      await from('198.51.100.7').register({ cedula, password: PASSWORD });

      const attack = flood();
      const newcomer = newCedula('00');
      const registration = heard(() => from('198.51.100.9').register({ cedula: newcomer }));
      const honest = await heard(() => from('198.51.100.8').login({ cedula, password: PASSWORD }));
      expect([honest.status, (await registration).status]).to.deep.equal([200, 201]);
      expect(honest.before, 'of the attack').to.be.below(FEW);
      expect((await registration).before, 'of the attack').to.be.below(FEW);
      await attack;
      expect(notLookedAt, 'there are places for a part of it only').to.not.be.empty;
    });

    it('cost nobody a guess that was not looked at', async () => {
      const [cedula] = notLookedAt;
      if (cedula === undefined) throw new Error('nobody of the flood above found no place');
      const statuses: number[] = [];
      toldToComeAgain = 0;
      for (let n = 0; n < 6; n += 1)
        statuses.push((await heard(() => from(ATTACKER).login({ cedula, password: WRONG }))).status);
      // A guess may have been looked at though whoever made it was told to come again: its answer came too late.
      const guesses = statuses.filter((status) => status === 401).length;
      expect(guesses, statuses.join()).to.be.within(5 - toldToComeAgain, 5);
      expect(statuses.slice(guesses)).to.satisfy((rest: number[]) => rest.every((status) => status === 429));
    });
  },
  ['embedded'],
);

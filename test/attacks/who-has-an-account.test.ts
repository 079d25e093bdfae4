import { expect } from 'chai';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';

const WRONG = 'no-es-la-clave';
const REGISTRATIONS = 140;

/** What two answers may differ in, and say nothing. */
const told = ({ status, body, headers }: { status: number; body: unknown; headers: Headers }) => ({
  ...{ status, body },
  cookies: headers.getSetCookie().map((line) => line.split('=')[0]),
});

inBothModes(
  'Somebody who wants to know which cédulas have an account',
  'costly',
  (system) => {
    const from = (address: string) => createClient(system().origin, address);

    it('is told the same by logins, from the first to the one that has to wait', async () => {
      const known = newCedula('00');
      await from('198.51.100.7').register({ cedula: known });
      const answersFor = async (cedula: string, address: string) => {
        const answers: ReturnType<typeof told>[] = [];
        for (let n = 0; n < 6; n += 1)
          answers.push(told(await from(address).login({ cedula, password: WRONG })));
        return answers;
      };
      expect(await answersFor(known, '203.0.113.9')).to.deep.equal(
        await answersFor(newCedula('00'), '203.0.114.9'),
      );
    });

    it('pays for a cédula that is taken what a registration costs: a password is hashed before anybody looks', async () => {
      const known = newCedula('00');
      await from('198.51.100.7').register({ cedula: known });
      // More than there are places: those that find none are refused without a word about the cédula.
      const replies = await Promise.all(
        Array.from({ length: REGISTRATIONS }, () => from('203.0.113.9').register({ cedula: known })),
      );
      const statuses = replies.map(({ status }) => status);
      expect(new Set(statuses)).to.deep.equal(new Set([409, 503]));
      for (const { body } of replies.filter(({ status }) => status === 503))
        expect(JSON.stringify(body)).not.to.include('cuenta');
    });
  },
  ['embedded'],
);

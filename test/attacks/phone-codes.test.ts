import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { withMessenger } from '../support/messenger/portal.ts';
import { createClient, newCedula, type Reply } from '../support/people/client.ts';

/** What two answers may differ in, and say nothing. */
const told = ({ status, body, headers }: Reply) => ({
  ...{ status, body },
  cookies: headers.getSetCookie().map((line) => line.split('=')[0]),
});
const last = (digits: number): string => `+5730055600${String(digits).padStart(2, '0')}`;

withMessenger(
  'Somebody who means harm to a portal that proves phones',
  {
    TRUST_PROXY: '1',
    MESSENGER_PERSON_DAY: '3',
    MESSENGER_SUBNET_DAY: '6',
    MESSENGER_ABROAD_DAY: '2',
    MESSENGER_PORTAL_DAY: '40',
    MESSENGER_QUIET_HOURS: 'ninguna',
  },
  ({ system, twilio }) => {
    const from = (address: string) => createClient(system().origin, address);
    const sentTo = (phone: string): number => twilio().messages.filter(({ to }) => to === phone).length;
    /** A message to this number goes out after all that were asked for before. */
    const settled = async (phone: string): Promise<void> => {
      await from('203.0.117.1').register({ cedula: newCedula('00'), phone });
      await eventually('the messages before are sent', () => sentTo(phone) > 0);
    };

    it('learns of no cédula whether it has an account: the same answers, cookies and refusals, and a code for either', async () => {
      const taken = newCedula('00');
      const owner = from('198.51.100.7');
      await owner.register({ cedula: taken, phone: last(1) });
      const code = await eventually('a code', () => twilio().codeFor(last(1)));
      expect((await owner.post('/register/confirm', { code })).status).to.equal(201);

      const answersFor = async (cedula: string, phone: string) => {
        const client = from('203.0.113.9');
        const answers = [await client.register({ cedula, phone })] as Reply[];
        answers.push(await client.post('/register/confirm', { code: '12' }));
        for (let n = 0; n < 6; n += 1)
          answers.push(await client.post('/register/confirm', { code: '000000' }));
        const early = await client.post<{ error: { retryAfterS?: number; message: string } }>(
          '/register/code',
          { phone },
        );
        // Seconds tick between the two.
        answers.push({ ...early, body: early.status });
        answers.push(await client.login({ cedula, password: 'una-clave-larga-cualquiera' }));
        return answers.map(told);
      };
      expect(await answersFor(taken, last(2))).to.deep.equal(await answersFor(newCedula('00'), last(2)));
      await eventually('a code for each', () => sentTo(last(2)) === 2);
      const [one = '', other = ''] = twilio()
        .messages.filter(({ to }) => to === last(2))
        .map(({ body }) => body.replace(/\d{6}/, ''));
      expect(one).to.equal(other);
      await eventually('the owner hears of it', () => sentTo(last(1)) === 2);
    });

    it('floods no stranger’s phone, from however many addresses and with however many cédulas', async () => {
      for (let n = 0; n < 12; n += 1) {
        const answer = await from(`198.51.${100 + n}.20`).register({
          cedula: newCedula('00'),
          phone: last(3),
        });
        expect(answer.status, 'they are not told that there were enough').to.equal(202);
      }
      await settled(last(4));
      expect(sentTo(last(3))).to.equal(3);
    });

    it('spends no more than a network’s, and abroad no more than the portal’s, whatever numbers they name', async () => {
      for (let n = 10; n < 22; n += 1)
        await from('203.0.120.9').register({ cedula: newCedula('00'), phone: last(n) });
      for (let n = 0; n < 5; n += 1)
        await from(`203.0.${130 + n}.9`).register({ cedula: newCedula('00'), phone: `+1213373425${n}` });
      await settled(last(5));
      const inNetwork = Array.from({ length: 12 }, (_, n) => sentTo(last(10 + n))).reduce((a, b) => a + b, 0);
      expect(inNetwork).to.equal(6);
      expect(twilio().messages.filter(({ to }) => to.startsWith('+1213')).length).to.equal(2);
    });

    it('spends no more than the portal’s bound of a day, of which a tenth is kept for recovery', async () => {
      for (let n = 30; n < 90; n += 1)
        await from(`10.${n}.1.1`).register({ cedula: newCedula('00'), phone: last(n) });
      const codes = () => twilio().messages.filter(({ body }) => body.includes('código')).length;
      await eventually('as many as may go', () => codes() >= 36);
      await eventually('nothing waits', async () => {
        const response = await fetch(`${system().operations('censo')}/metrics`);
        return /^censo_messages_waiting 0$/m.test(await response.text());
      });
      expect(codes()).to.equal(36);
    });
  },
);

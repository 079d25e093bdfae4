import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { newCedula } from '../support/people/client.ts';
import { createStranger, registrationFields, type Stranger } from '../support/people/stranger.ts';
import { atAnotherGateway } from '../support/system/another-gateway.ts';

/** One comes in just so; everybody after them brings a proof that costs little, or waits. */
const env = {
  TRUST_PROXY: '1',
  LIMIT_REGISTER: '600 ip=1/1000',
  LIMIT_LOGIN: '600 ip=1/1000',
  PROOF_COST: '10',
  PROOF_WAIT_S: '1',
};

const solve = async (told: string): Promise<string> => {
  const challenge = JSON.parse(told);
  const solution = await solveChallenge({ challenge, deriveKey });
  return JSON.stringify({ challenge, solution });
};

atAnotherGateway(
  'A robot at the forms above the usual rate',
  () => env,
  (system) => {
    /** All of them from one address, whose first is counted here and nowhere else. */
    const atForms = (address = '198.51.100.8') =>
      createStranger(system().origin, { 'x-forwarded-for': address });
    const login = { cedula: '1020304050', password: 'una-clave-larga', next: '/' };
    let robot: Stranger;
    before(async () => {
      const first = atForms();
      await first.get('/register/');
      expect((await first.send('/register/', registrationFields())).status).to.equal(302);
      await first.get('/login/');
      await first.send('/login/', login);
    });
    beforeEach(() => {
      robot = atForms();
    });

    it('is given something to solve before it sends, and is let in with it, once', async () => {
      const { challenge } = await robot.get('/register/');
      const proof = await solve(challenge);
      expect((await robot.send('/register/', { ...registrationFields(), proof })).status).to.equal(302);
      await robot.get('/logout/');
      const again = await robot.send('/register/', { ...registrationFields(), proof });
      expect([again.status, again.challenge === ''], 'the same proof again').to.deep.equal([429, false]);
    });

    it('is not let in by a proof for another form, of another browser, or of its own making', async () => {
      const forLogin = await solve((await robot.get('/login/')).challenge);
      await robot.get('/register/');
      const other = atForms();
      const ofAnother = await solve((await other.get('/register/')).challenge);
      const own = JSON.parse(await solve((await robot.get('/register/')).challenge));
      const easier = structuredClone(own);
      easier.challenge.parameters.cost = 1;
      const unsolved = structuredClone(own);
      unsolved.solution.counter += 1;
      const longer = structuredClone(own);
      longer.challenge.parameters.expiresAt += 1_000_000;
      const sent = [forLogin, ofAnother, ...[easier, unsolved, longer].map((one) => JSON.stringify(one))];
      for (const proof of [...sent, '', '{', 'null', '[]', '{"challenge":{}}', 'a'.repeat(10_000)]) {
        const { status } = await robot.send('/register/', { ...registrationFields(), proof });
        expect(status, proof.slice(0, 200)).to.equal(429);
      }
      const right = await robot.send('/register/', { ...registrationFields(), proof: JSON.stringify(own) });
      expect(right.status, 'the true one').to.equal(302);
    });

    it('keeps what a person typed, but for the password, and says in words when to come back', async () => {
      await robot.get('/register/');
      const answer = await robot.send('/register/', {
        ...registrationFields('1020304051'),
        nombre_completo: 'Ana Ñáñez',
      });
      expect(answer.status).to.equal(429);
      expect(Number(answer.headers.get('retry-after'))).to.be.above(0);
      expect(answer.text).to.include('value="1020304051"').and.include('value="Ana Ñáñez"');
      expect(answer.text).to.match(/envíelo de nuevo en \d+ (segundos?|minutos)/);
      expect(answer.text).not.to.include('una-clave-larga');
    });

    it('waits when it has no JavaScript: its ticket is good from then on, for this form, once', async () => {
      // Where nobody else waits but these two, before it: of all suites that share a portal only this one comes from there.
      const block = '198.18.0.9';
      robot = atForms(block);
      await robot.get('/register/');
      await robot.send('/register/', registrationFields());
      await robot.get('/logout/');
      const other = atForms(block);
      await other.get('/register/');
      for (let n = 0; n < 2; n += 1) await other.send('/register/', registrationFields());
      const cedula = newCedula();
      const { ticket, headers } = await robot.send('/register/', registrationFields(cedula));
      const early = await robot.send('/register/', { ...registrationFields(cedula), ticket });
      if (Number(headers.get('retry-after')) > 2)
        expect([early.status, early.ticket], 'its place is kept').to.deep.equal([429, ticket]);
      const [text = '', signature = ''] = ticket.split('.');
      const { readyAt, ...place } = JSON.parse(Buffer.from(text, 'base64url').toString());
      const sooner = JSON.stringify({ ...place, readyAt: 0 });
      const forged = `${Buffer.from(sooner).toString('base64url')}.${signature}`;
      expect(
        (await robot.send('/register/', { ...registrationFields(cedula), ticket: forged })).status,
      ).to.equal(429);
      await eventually('the wait is over', () => Date.now() >= readyAt);
      const stolen = await other.send('/register/', { ...registrationFields(), ticket });
      expect(stolen.status, 'of another browser').to.equal(429);
      expect((await robot.send('/register/', { ...registrationFields(cedula), ticket })).status).to.equal(
        302,
      );
      await robot.get('/logout/');
      expect((await robot.send('/register/', { ...registrationFields(), ticket })).status).to.equal(429);
    });

    it('gains nothing by asking for many tickets at once: each is good later than the one before', async () => {
      const waits: number[] = [];
      for (let n = 0; n < 4; n += 1) {
        const one = atForms();
        await one.get('/login/');
        const { headers } = await one.send('/login/', login);
        waits.push(Number(headers.get('retry-after')));
      }
      for (const [n, wait] of waits.entries()) if (n > 0) expect(wait).to.be.above(waits[n - 1] ?? 0);
    });

    it('is told to come back later where it is a program', async () => {
      const { status } = await fetch(`${system().origin}/api/v1/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.8' },
        body: JSON.stringify({ cedula: '1020304050', password: 'una-clave-larga' }),
      });
      expect(status).to.equal(429);
    });
  },
);

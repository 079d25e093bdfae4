import { expect } from 'chai';
import { variables } from '../../shared/config/variables.ts';
import { eventually } from '../support/eventually.ts';
import { newCedula } from '../support/people/client.ts';
import { createStranger, registrationFields } from '../support/people/stranger.ts';
import { inBothModes } from '../support/system/modes.ts';

/** As they are where nobody says otherwise; addresses are told by a proxy. */
const env = {
  TRUST_PROXY: '1',
  LIMIT_REGISTER: variables.LIMIT_REGISTER.fallback ?? '',
  LIMIT_LOGIN: variables.LIMIT_LOGIN.fallback ?? '',
  STREAMS_PER_ADDRESS: '300',
};
/** What one address may without a proof, and one subnet. */
const FREE = 30;
const FREE_OF_SUBNET = 60;
/** What a gateway lets in by itself while the store is away: a quarter. */
const quarterOf = (free: number): number => Math.floor(free / 4);

/** How many were turned away at the door; behind it a busy machine may turn away more. */
const turnedAway = (statuses: readonly number[]): number =>
  statuses.filter((status) => status === 429).length;

/** On a busy machine Redis may miss a moment, in which a gateway counts for itself: a quarter more may come in then. */
const expectTurnedAway = (statuses: readonly number[], free: number): void => {
  const over = statuses.length - free;
  expect(turnedAway(statuses)).to.be.within(over - quarterOf(free), over);
};

inBothModes('A stranger with one address', { env }, (system, mode) => {
  const registerFrom = async (ip: string): Promise<number> => {
    const person = createStranger(system().origin, { 'x-forwarded-for': ip });
    await person.get('/register/');
    return (await person.send('/register/', registrationFields())).status;
  };
  const sendFrom = (ip: string, path: string, body: object): Promise<Response> =>
    fetch(`${system().origin}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': ip },
      body: JSON.stringify(body),
    });

  it('registers 30 people of 120 whom they send at once, and leaves the next honest person their place', async () => {
    const statuses = await Promise.all(Array.from({ length: 120 }, () => registerFrom('203.0.113.7')));
    expectTurnedAway(statuses, FREE);
    await eventually(
      'an honest person is registered',
      async () => (await registerFrom('198.51.100.4')) === 302,
    );
  });

  it('gains nothing by the other addresses of their block', async () => {
    const ips = Array.from({ length: 80 }, (_, n) => `192.0.2.${n + 1}`);
    const statuses: number[] = [];
    for (const ip of ips) statuses.push(await registerFrom(ip));
    expectTurnedAway(statuses, FREE_OF_SUBNET);
  });

  it('is one connection with IPv6, whichever of its addresses it takes for each request', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < FREE + 10; n += 1) {
      const guess = { cedula: newCedula(), password: 'clave-adivinada' };
      statuses.push((await sendFrom(`2001:db8:1:2:${n.toString(16)}::7`, '/login', guess)).status);
    }
    expectTurnedAway(statuses, FREE);
  });

  it('gains nothing with IPv6 by the 65,536 connections that one subscriber may have', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 80; n += 1) {
      const guess = { cedula: newCedula(), password: 'clave-adivinada' };
      statuses.push((await sendFrom(`2001:db8:2:${n.toString(16)}::7`, '/login', guess)).status);
    }
    expectTurnedAway(statuses, FREE_OF_SUBNET);
  });

  it('guesses one password each of 30 cédulas, not of 150, and is told when to come back', async () => {
    const guess = (): Promise<Response> =>
      sendFrom('203.0.114.7', '/login', { cedula: newCedula(), password: 'clave-adivinada' });
    const replies: Response[] = [];
    for (let n = 0; n < 150; n += 1) replies.push(await guess());
    expectTurnedAway(
      replies.map(({ status }) => status),
      FREE,
    );
    const last = replies.at(-1);
    expect(Number(last?.headers.get('retry-after'))).to.be.within(1, 600);
    expect(await last?.json()).to.have.nested.property('error.code', 'too_many_requests');
  });

  it('keeps nobody else out of an account by guessing at it', async () => {
    const cedula = newCedula();
    const password = 'una-clave-larga';
    const person = {
      ...{ cedula, password, nombreCompleto: 'Rosa Prueba', phone: '3001234567', dataPolicyAccepted: true },
    };
    expect((await sendFrom('198.51.101.1', '/register', person)).status).to.equal(201);
    // From many networks: what is counted by cédula asks for a proof, and never refuses.
    for (let n = 0; n < 12; n += 1)
      await sendFrom(`10.${n}.0.1`, '/login', { cedula, password: `mala-${n}` });
    const owner = createStranger(system().origin, { 'x-forwarded-for': '198.51.102.1' });
    await owner.get('/login/');
    const answer = await owner.send('/login/', { cedula, password, next: '/' });
    expect(answer.status).to.equal(429);
    expect(answer.challenge, 'a way in').not.to.equal('');
  });

  if (mode === 'distributed')
    it('may less, not more, while Redis is away, and nobody waits for it', async () => {
      const { servers } = system();
      const said = () => system().processes.get('gateway')?.output() ?? '';
      const before = said().length;
      await servers?.redis.kill();
      const statuses: number[] = [];
      for (let n = 0; n < 12; n += 1) statuses.push(await registerFrom('203.0.115.7'));
      expect(turnedAway(statuses)).to.equal(12 - quarterOf(FREE));
      const metrics = async () => (await fetch(`${system().operations('gateway')}/metrics`)).text();
      expect(await metrics()).to.match(/^censo_door_store_away 1$/m);
      expect(
        said()
          .slice(before)
          .match(/Redis is away, limits/g),
      ).to.have.lengthOf(1);
      await servers?.redis.start();
      await eventually('the store is back', async () => /^censo_door_store_away 0$/m.test(await metrics()));
    });
});

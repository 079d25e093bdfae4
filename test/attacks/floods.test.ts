import { expect } from 'chai';
import { variables } from '../../shared/config/variables/variables.ts';
import { eventually } from '../support/eventually.ts';
import { newCedula } from '../support/people/client.ts';
import { createStranger, registrationFields } from '../support/people/stranger.ts';
import { ANOTHER, atAnotherGateway } from '../support/system/another-gateway.ts';
import type { Mode, System } from '../support/system/system.ts';

/** What one address may without a proof, and one subnet. */
interface Free {
  address: number;
  subnet: number;
}

/** As it is where nobody says otherwise; and where Redis counts, what that is about, with fewer people. */
const freeIn: Record<Mode, Free> = {
  embedded: { address: 30, subnet: 60 },
  distributed: { address: 9, subnet: 18 },
};

/** Limits as they are where nobody says otherwise, but for this. Addresses are told by a proxy. */
const envWith = ({ address, subnet }: Free): Record<string, string> => {
  const limit = (usual = ''): string =>
    usual.replace(/\bip=30\b/, `ip=${address}`).replace(/\bred=60\b/, `red=${subnet}`);
  return {
    TRUST_PROXY: '1',
    LIMIT_REGISTER: limit(variables.LIMIT_REGISTER.fallback),
    LIMIT_LOGIN: limit(variables.LIMIT_LOGIN.fallback),
    STREAMS_PER_ADDRESS: '300',
  };
};
/** What a gateway lets in by itself while the store is away: a quarter. */
const quarterOf = (free: number): number => Math.floor(free / 4);

/** How many were turned away at the door; behind it a busy machine may turn away more. */
const turnedAway = (statuses: readonly number[]): number =>
  statuses.filter((status) => status === 429).length;

const attack = (system: () => System, mode: Mode): void => {
  const free = freeIn[mode];
  /**
   * In one process exactly so many. On a busy machine Redis may miss moments, in which a gateway counts for itself: a quarter
   * more may come in then, and no more than a quarter where it misses all of them.
   */
  const expectTurnedAway = (statuses: readonly number[], allowed: number): void => {
    const over = statuses.length - allowed;
    const quarter = quarterOf(allowed);
    if (mode === 'embedded') expect(turnedAway(statuses)).to.equal(over);
    else expect(turnedAway(statuses)).to.be.within(over - quarter, statuses.length - quarter);
  };
  /** More than a subnet may. */
  const many = Math.ceil(free.subnet * 1.3);

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

  const newcomer = () => ({
    ...{ cedula: newCedula(), nombreCompleto: 'Rosa Prueba', phone: '3001234567' },
    ...{ password: 'una-clave-larga', dataPolicyAccepted: true },
  });

  it(`registers ${free.address} people of ${4 * free.address} whom they send at once, and leaves the next honest person their place`, async () => {
    const statuses = await Promise.all(
      Array.from({ length: 4 * free.address }, () => registerFrom('203.0.113.7')),
    );
    expectTurnedAway(statuses, free.address);
    await eventually(
      'an honest person is registered',
      async () => (await registerFrom('198.51.100.4')) === 302,
    );
  });

  it('gains nothing by the other addresses of their block', async () => {
    const ips = Array.from({ length: many }, (_, n) => `192.0.2.${n + 1}`);
    const statuses: number[] = [];
    for (const ip of ips) statuses.push((await sendFrom(ip, '/register', newcomer())).status);
    expectTurnedAway(statuses, free.subnet);
  });

  it('is one connection with IPv6, whichever of its addresses it takes for each request', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < free.address + 10; n += 1) {
      const guess = { cedula: newCedula(), password: 'clave-adivinada' };
      statuses.push((await sendFrom(`2001:db8:1:2:${n.toString(16)}::7`, '/login', guess)).status);
    }
    expectTurnedAway(statuses, free.address);
  });

  it('gains nothing with IPv6 by the 65,536 connections that one subscriber may have', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < many; n += 1) {
      const guess = { cedula: newCedula(), password: 'clave-adivinada' };
      statuses.push((await sendFrom(`2001:db8:2:${n.toString(16)}::7`, '/login', guess)).status);
    }
    expectTurnedAway(statuses, free.subnet);
  });

  it(`guesses one password each of ${free.address} cédulas, not of ${5 * free.address}, and is told when to come back`, async () => {
    const guess = (): Promise<Response> =>
      sendFrom('203.0.114.7', '/login', { cedula: newCedula(), password: 'clave-adivinada' });
    const replies: Response[] = [];
    for (let n = 0; n < 5 * free.address; n += 1) replies.push(await guess());
    expectTurnedAway(
      replies.map(({ status }) => status),
      free.address,
    );
    const last = replies.at(-1);
    expect(Number(last?.headers.get('retry-after'))).to.be.within(1, 600);
    expect(await last?.json()).to.have.nested.property('error.code', 'too_many_requests');
  });

  it('keeps nobody else out of an account by guessing at it', async () => {
    const person = newcomer();
    const { cedula, password } = person;
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
      const said = () => system().processes.get(ANOTHER)?.output() ?? '';
      const before = said().length;
      const metrics = async () => (await fetch(`${system().operations(ANOTHER)}/metrics`)).text();
      await servers?.redis.kill();
      try {
        const statuses: number[] = [];
        for (let n = 0; n < 12; n += 1) statuses.push(await registerFrom('203.0.115.7'));
        expect(turnedAway(statuses)).to.equal(12 - quarterOf(free.address));
        expect(await metrics()).to.match(/^censo_door_store_away 1$/m);
        // What it prints is on its way for a moment.
        const lines = await eventually('it says so', () =>
          said()
            .slice(before)
            .match(/Redis is away, limits/g),
        );
        expect(lines).to.have.lengthOf(1);
      } finally {
        // Others use it as well.
        await servers?.redis.start();
      }
      await eventually('the store is back', async () => /^censo_door_store_away 0$/m.test(await metrics()));
    });
};

atAnotherGateway('A stranger with one address', (mode) => envWith(freeIn[mode]), attack);

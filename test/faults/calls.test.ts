import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { serversOf } from '../support/faults/faults.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';

inBothModes(
  'Calls from service to service',
  { scrapers: 1, replicas: { accounts: 2 } },
  (system) => {
    const known = { cedula: newCedula('00'), password: 'una-clave-larga' };
    const failed = { cedula: newCedula('06'), password: 'una-clave-larga' };
    const newcomer = { cedula: newCedula('03'), password: 'una-clave-larga' };
    const lookupsOf = (cedula: string) =>
      system().simulator.lookups.filter((lookup) => lookup.cedula === cedula).length;
    const printedBy = (role: string) => system().processes.get(role)?.output() ?? '';

    before(async () => {
      const client = createClient(system().origin);
      expect((await client.register(known)).status).to.equal(201);
      await client.censusIn(['ACTIVE']);
      const other = createClient(system().origin);
      await other.register(failed);
      await other.censusIn(['ERROR']);
    });

    it('go to the other process of a kind from the moment in which one dies', async () => {
      await system().kill('accounts-1');
      await system()
        .processes.get('gateway')
        ?.printed(/process accounts\.\S+ has ended/);
      const client = createClient(system().origin);
      await client.login(known);
      const replies = await Promise.all(Array.from({ length: 6 }, () => client.get('/me')));
      expect(replies.map(({ status }) => status)).to.deep.equal(replies.map(() => 200));
    });

    it('go past NATS when that is away: people register, enter and see their page', async () => {
      await serversOf(system()).nats.kill();
      await system().processes.get('gateway')?.printed('is away');
      const client = createClient(system().origin);
      expect((await client.register(newcomer)).status).to.equal(201);
      expect((await client.get('/me')).status).to.equal(200);
      expect((await createClient(system().origin).login(known)).status).to.equal(200);
      const page = await fetch(`${system().origin}/perfil/`, { headers: { cookie: client.cookie() } });
      expect(page.status).to.equal(200);
      expect((await fetch(`${system().origin}/readyz`)).status).to.equal(200);
      expect((await fetch(`${system().operations('gateway')}/readyz`)).status).to.equal(200);
    });

    it('bring errors back as ever', async () => {
      const again = await createClient(system().origin).register(known);
      expect(again.status).to.equal(409);
      const wrong = await createClient(system().origin).login({ ...known, password: 'otra-clave-larga' });
      expect(wrong.status).to.equal(401);
    });

    it('reach the census, so who was in the queue already is looked up', async () => {
      const client = createClient(system().origin);
      await client.login(failed);
      const asked = lookupsOf(failed.cedula);
      await eventually(
        'the cooldown is over',
        async () => (await client.post('/me/census/refresh')).status === 202,
      );
      await eventually('one more lookup', () => lookupsOf(failed.cedula) > asked);
    });

    it('go on when the services have not been heard of for long', async () => {
      await eventually('they count as lost', () =>
        printedBy('gateway').includes('disconnected unexpectedly'),
      );
      expect((await createClient(system().origin).login(known)).status).to.equal(200);
    });

    it('show operators which part is away', async () => {
      const metrics = await (await fetch(`${system().operations('census')}/metrics`)).text();
      expect(metrics).to.match(/^censo_ready\{part="census\.bus"\} 0$/m);
      expect(metrics).to.match(/^censo_ready\{part="census\.database"\} 1$/m);
      const calls = await (await fetch(`${system().operations('gateway')}/metrics`)).text();
      expect(calls).to.match(/^censo_direct_calls_total\{action="accounts\.register",result="result"\} 1$/m);
      expect(printedBy('gateway').match(/is away: services are called directly/g)).to.have.lengthOf(1);
    });

    it('leave events to NATS: who registered meanwhile is looked up once it is back', async () => {
      await serversOf(system()).nats.start();
      const client = createClient(system().origin);
      await client.login(newcomer);
      await client.censusIn(['NOT_FOUND']);
      expect(lookupsOf(newcomer.cedula)).to.equal(1);
    });
  },
  ['distributed'],
);

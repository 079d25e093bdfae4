import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { serversOf } from '../support/faults/faults.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';

inBothModes(
  'Calls from service to service',
  'struck',
  (system) => {
    const known = { cedula: newCedula('00'), password: 'una-clave-larga' };
    const failed = { cedula: newCedula('06'), password: 'una-clave-larga' };
    const newcomer = { cedula: newCedula('03'), password: 'una-clave-larga' };
    const lookupsOf = (cedula: string) =>
      system().simulator.lookups.filter((lookup) => lookup.cedula === cedula).length;
    const gateways = ['gateway-1', 'gateway-2'];
    const printedBy = (role: string) => system().processes.get(role)?.output() ?? '';
    /** How much each gateway had printed when this began: others struck the system too. */
    const earlier = new Map<string, number>();
    const printedSince = (role: string) => printedBy(role).slice(earlier.get(role));
    const everyGatewayPrints = (what: string, text: RegExp) =>
      eventually(what, () => gateways.every((role) => text.test(printedSince(role))));
    /** Registrations that went past NATS, through whichever gateway. */
    const directRegistrations = async (): Promise<number> => {
      const counts = gateways.map(async (role) => {
        const metrics = await (await fetch(`${system().operations(role)}/metrics`)).text();
        const line = /^censo_direct_calls_total\{action="accounts\.register",result="result"\} (\d+)$/m;
        return Number(line.exec(metrics)?.[1] ?? 0);
      });
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };
    let directBefore = 0;

    before(async () => {
      const client = createClient(system().origin);
      expect((await client.register(known)).status).to.equal(201);
      await client.censusIn(['ACTIVE']);
      const other = createClient(system().origin);
      await other.register(failed);
      await other.censusIn(['ERROR']);
      for (const role of gateways) earlier.set(role, printedBy(role).length);
      directBefore = await directRegistrations();
    });
    after(() => system().start('accounts-1'));

    it('go to the other process of a kind from the moment in which one dies', async () => {
      await system().kill('accounts-1');
      await everyGatewayPrints('both know', /process accounts\.\S+ has ended/);
      const client = createClient(system().origin);
      await client.login(known);
      const replies = await Promise.all(Array.from({ length: 6 }, () => client.get('/me')));
      expect(replies.map(({ status }) => status)).to.deep.equal(replies.map(() => 200));
    });

    it('go past NATS when that is away: people register, enter and see their page', async () => {
      await serversOf(system()).nats.kill();
      await everyGatewayPrints('both know', /is away/);
      const client = createClient(system().origin);
      expect((await client.register(newcomer)).status).to.equal(201);
      expect((await client.get('/me')).status).to.equal(200);
      expect((await createClient(system().origin).login(known)).status).to.equal(200);
      const page = await fetch(`${system().origin}/perfil/`, { headers: { cookie: client.cookie() } });
      expect(page.status).to.equal(200);
      expect((await fetch(`${system().origin}/readyz`)).status).to.equal(200);
      for (const role of gateways)
        expect((await fetch(`${system().operations(role)}/readyz`)).status, role).to.equal(200);
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
      // One of accounts was killed before.
      await everyGatewayPrints(
        'the others count as lost',
        /('census\.\S+ disconnected unexpectedly[\s\S]*){2}/,
      );
      expect((await createClient(system().origin).login(known)).status).to.equal(200);
    });

    it('show operators which part is away', async () => {
      for (const role of ['census-1', 'census-2']) {
        const metrics = await (await fetch(`${system().operations(role)}/metrics`)).text();
        expect(metrics, role).to.match(/^censo_ready\{part="census\.bus"\} 0$/m);
        expect(metrics, role).to.match(/^censo_ready\{part="census\.database"\} 1$/m);
      }
      expect((await directRegistrations()) - directBefore).to.equal(1);
      for (const role of gateways)
        expect(printedSince(role).match(/is away: services are called directly/g), role).to.have.lengthOf(1);
    });

    it('leave events to NATS: who registered meanwhile is looked up once it is back', async () => {
      await serversOf(system()).nats.start();
      const client = createClient(system().origin);
      // A gateway may be back at NATS before accounts is, and says 503 until then.
      await eventually('they are let in', async () => (await client.login(newcomer)).status === 200);
      await client.censusIn(['NOT_FOUND']);
      expect(lookupsOf(newcomer.cedula)).to.equal(1);
    });
  },
  ['distributed'],
);

import { expect } from 'chai';
import type { LookupsState } from '../../shared/contract/lookups.ts';
import { eventually } from '../support/eventually.ts';
import { type Client, createClient, hasComeToRest, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

inBothModes(
  'The source wsp, after a first one that refuses',
  { env: { SOURCE: './test/source-kit/simulated-http.ts,wsp', CIRCUIT_THRESHOLD: '3', MAX_ATTEMPTS: '2' } },
  (system) => {
    const clients = new Map<string, Client>();
    const cases = [
      { suffix: '00', status: 'ACTIVE' },
      { suffix: '01', status: 'CANCELLED_DECEASED' },
      { suffix: '02', status: 'CANCELLED_OTHER' },
      { suffix: '03', status: 'NOT_FOUND' },
      { suffix: '04', status: 'BLOCKED' },
      { suffix: '09', status: 'ERROR' },
    ] as const;
    const register = async (suffix: string): Promise<Client> => {
      const client = createClient(system().origin);
      await client.register({ cedula: newCedula(suffix) });
      return client;
    };
    const seenBy = (client: Client): Promise<string> =>
      fetch(`${system().origin}/perfil/`, { headers: { cookie: client.cookie() } }).then((page) =>
        page.text(),
      );
    let operator: Client;
    const circuits = async () => {
      const { lanes } = (await operator.get<LookupsState>('/admin/lookups')).body;
      return Object.fromEntries(lanes.map(({ name, circuit }) => [name, circuit]));
    };

    before(async () => {
      operator = createClient(system().origin);
      await operator.login(admin);
      system().simulator.setOutage('blockPage', 'consultacenso');
      // All at once, so that the tests do not wait for each other's lookups.
      for (const { suffix } of cases) clients.set(suffix, createClient(system().origin));
      await Promise.all(
        [...clients].map(([suffix, client]) => client.register({ cedula: newCedula(suffix) })),
      );
    });

    for (const { suffix, status } of cases) {
      it(`answers ${status} for an ending of kind ${suffix}`, async () => {
        const view = await eventually('an answer, or the last failure', async () => {
          const seen = await clients.get(suffix)?.census();
          return seen != null && hasComeToRest(seen) && seen;
        });
        expect(view.status).to.equal(status);
      });
    }

    it('answers in its place, and says so wherever the answer is shown', async () => {
      expect(await circuits()).to.deep.equal({ directa: 'open', 'directa@wsp': 'closed' });
      const client = await register('00');
      expect((await client.censusIn(['ACTIVE'])).answer).to.include({ source: 'wsp' });
      expect(await seenBy(client)).to.include(
        ', de la página anterior de la Registraduría porque la principal no respondía',
      );
    });

    it('is left again when the first one answers a probe', async () => {
      system().simulator.setOutage(null, 'consultacenso');
      await operator.post('/admin/lookups/probe', {});
      const cedula = newCedula('00');
      const client = createClient(system().origin);
      await client.register({ cedula });
      expect((await client.censusIn(['ACTIVE'])).answer).not.to.have.property('source');
      expect(await seenBy(client)).not.to.include('porque la principal');
      await eventually('the first one goes on', async () => (await circuits()).directa === 'closed');
      const asked = system().simulator.lookups.filter((lookup) => lookup.cedula === cedula);
      expect(asked.map(({ profile }) => profile)).to.deep.equal(['consultacenso']);
    });
  },
  // Which source is asked depends on nothing that a mode changes.
  ['embedded'],
);

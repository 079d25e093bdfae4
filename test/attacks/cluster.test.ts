import { expect } from 'chai';
import { ServiceBroker } from 'moleculer';
import type { ConnectionOptions } from 'nats';
import { SignedNatsTransporter } from '../../shared/nats/transporter.ts';
import { serversOf } from '../support/faults/faults.ts';
import { createClient, newCedula, settled } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import type { System } from '../support/system/system.ts';
import { type Intruder, intrude } from './support/intruder.ts';
import { SERVICES, type Service } from './support/subjects.ts';

/** How a process of the portal connects, which somebody else has got hold of. */
const stolen = (system: System, service: Service): ConnectionOptions => {
  const { NATS_URL = '', NATS_USER = '', NATS_PASSWORD = '' } = serversOf(system).envOf(service);
  return { servers: NATS_URL, user: NATS_USER, pass: NATS_PASSWORD };
};

/** A process of Moleculer's that joins the cluster, as the portal's own do. */
const join = (nodeID: string, options: ConnectionOptions): ServiceBroker =>
  new ServiceBroker({
    nodeID,
    namespace: 'censo',
    transporter: new SignedNatsTransporter({ ...options, reconnect: false }),
    requestTimeout: 3_000,
    logger: false,
  });

inBothModes(
  'Somebody in the network of the processes',
  'attacked',
  (system) => {
    const opened: Intruder[] = [];
    const brokers: ServiceBroker[] = [];
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
      await Promise.all(brokers.splice(0).map((one) => one.stop().catch(() => undefined)));
    });
    const as = async (service: Service): Promise<Intruder> => {
      const one = await intrude(stolen(system(), service));
      opened.push(one);
      return one;
    };
    const callAs = async (nodeId: string, options: ConnectionOptions, action: string): Promise<string> => {
      const broker = join(nodeId, options);
      brokers.push(broker);
      await broker.start();
      const [service = ''] = action.split('.');
      // As long as it takes to hear of the others, if one may.
      await broker.waitForServices(service, 3_000).catch(() => undefined);
      return broker.call(action, {}).then(
        () => 'answered',
        ({ name }: Error) => name,
      );
    };

    it('does not get in without credentials', async () => {
      const { NATS_URL = '' } = serversOf(system()).envOf('gateway');
      const refusal = await intrude({ servers: NATS_URL }).catch(({ code }: { code: string }) => code);
      expect(refusal).to.equal('AUTHORIZATION_VIOLATION');
    });

    it('does not call accounts with what a scraper has', async () => {
      expect(await callAs('scraper.intruso-1', stolen(system(), 'scraper'), 'accounts.users')).to.equal(
        'ServiceNotFoundError',
      );
      const own = 'MOL-censo.REQ.accounts.x-1.scraper.intruso-1';
      const another = 'MOL-censo.REQ.accounts.x-1.gateway.intruso-1';
      expect(await (await as('scraper')).refusedToPublish([own, another])).to.deep.equal([own, another]);
    });

    it('does not do a scraper’s or accounts’ work with what a gateway has', async () => {
      const gateway = await as('gateway');
      const asOthers = [
        'MOL-censo.INFO.all.accounts.intruso-1',
        'MOL-censo.INFO.all.scraper.intruso-1',
        'MOL-censo.REQ.census.x-1.scraper.intruso-1',
        'MOL-censo.RES.gateway.x-1.accounts.intruso-1',
        'censo.user.registered',
        'censo.census.updated',
        '$JS.API.STREAM.DELETE.CENSO',
        '$JS.API.STREAM.PURGE.CENSO',
      ];
      expect(await gateway.refusedToPublish(asOthers)).to.deep.equal(asOthers);
      const theirs = ['MOL-censo.REQ.accounts.intruso-1.*.*', 'MOL-censo.EVENT.scraper.intruso-1.*.*'];
      expect(await gateway.refusedToHear(theirs)).to.deep.equal(theirs);
    });

    it('is not asked for what its own service does not do, whatever it says that it offers', async () => {
      const broker = join('census.intruso-1', stolen(system(), 'census'));
      brokers.push(broker);
      let asked = 0;
      const answer = (): Promise<never> => {
        asked += 1;
        return Promise.reject(new Error('intruder'));
      };
      broker.createService({
        name: 'accounts',
        actions: { login: answer, session: answer, register: answer },
      });
      await broker.start();
      await system().processes.get('gateway')?.printed('packet INFO dropped');
      const person = createClient(system().origin);
      for (let n = 0; n < 4; n += 1)
        await person.login({ cedula: newCedula('00'), password: 'no-es-la-clave' });
      expect(asked).to.equal(0);
    });

    it('reads no request, no answer and no event about a cédula with what any other service has', async () => {
      const listeners = await Promise.all(SERVICES.map(as));
      const everything = ['>', 'MOL-censo.>', 'MOL-censo.REQ.>', 'MOL-censo.RES.>', 'censo.>', '_INBOX.>'];
      for (const one of listeners) expect(await one.refusedToHear(everything)).to.deep.equal(everything);
      for (const [index, one] of listeners.entries()) {
        const others = SERVICES.filter((_, other) => other !== index);
        await one.refusedToHear(
          others.flatMap((name) => ['REQ', 'RES', 'EVENT'].map((kind) => `MOL-censo.${kind}.${name}.*.*.*`)),
        );
        await one.refusedToHear(['censo.user.registered']);
      }
      const person = createClient(system().origin);
      expect((await person.register({ cedula: newCedula('00') })).status).to.equal(201);
      await person.censusIn(settled);
      expect(listeners.flatMap(({ heard }) => heard)).to.deep.equal([]);
    });
  },
  ['distributed'],
);

import { createPrivateKey, createPublicKey } from 'node:crypto';
import { expect } from 'chai';
import { ServiceBroker } from 'moleculer';
import { fetch } from 'undici';
import { announcementRule } from '../../shared/direct/announcement.ts';
import { generateServiceKey } from '../../shared/identity/generate-key.ts';
import { createKeyring } from '../../shared/identity/keyring.ts';
import { SignedNatsTransporter } from '../../shared/nats/transporter.ts';
import { eventually } from '../support/eventually.ts';
import { failureOf } from '../support/failures.ts';
import { serversOf } from '../support/faults/faults.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

/** Somebody who has found a way to the bus, and calls what they like with what they like. */
inBothModes(
  'Whoever reached the bus without a key of a service',
  'attacked',
  (system) => {
    let intruder: ServiceBroker;
    let victim: Client;
    let adminId: string;
    before(async () => {
      const chief = createClient(system().origin);
      adminId = (await chief.login(admin)).body.user.id;
      victim = createClient(system().origin);
      await victim.register({ cedula: newCedula() });
      // The best that there is to find: what the one process that faces the internet connects with.
      const { NATS_URL = '', NATS_USER = '', NATS_PASSWORD = '' } = serversOf(system()).envOf('gateway');
      intruder = new ServiceBroker({
        ...{ nodeID: 'gateway.intruder', namespace: 'censo', logger: false },
        transporter: new SignedNatsTransporter({ servers: NATS_URL, user: NATS_USER, pass: NATS_PASSWORD }),
      });
      await intruder.start();
      await intruder.waitForServices(['accounts', 'census']);
    });
    after(() => intruder.stop());

    const asAdmin = () => ({ actor: { id: adminId, role: 'ADMIN' }, ip: '10.0.0.1' });
    const refusedBy = async (action: string, params: object, meta = {}) => {
      const failure = await failureOf(intruder.call(action, params, { meta, timeout: 5_000 }));
      return (failure as { data?: { code?: string } }).data?.code;
    };

    it('reads nobody by saying that they are the administrator', async () => {
      expect(await refusedBy('accounts.users', asAdmin())).to.equal('caller_refused');
    });

    it('gives nobody a role, and leaves no trace that names another', async () => {
      const { user } = (await victim.get<{ user: { id: string } }>('/me')).body;
      const wish = { ...asAdmin(), userId: user.id, role: 'ADMIN', reason: 'porque sí' };
      expect(await refusedBy('accounts.changeRole', wish)).to.equal('caller_refused');
      expect((await victim.get<{ user: { role: string } }>('/me')).body.user.role).to.equal('USER');
      const chief = createClient(system().origin);
      await chief.login(admin);
      const trail = await chief.get<{ items: unknown[] }>(`/admin/audit?userId=${user.id}&action=user.role`);
      expect(trail.body.items).to.deep.equal([]);
    });

    it('gets no further with tokens of a key of their own', async () => {
      const { privateKey, publicKey } = generateServiceKey();
      const decoded = (text: string) => Buffer.from(text, 'base64');
      const key = createPrivateKey({ key: decoded(privateKey), format: 'der', type: 'pkcs8' });
      const everybodys = createPublicKey({ key: decoded(publicKey), format: 'der', type: 'spki' });
      const forger = createKeyring(
        (['gateway', 'accounts', 'scraper'] as const).map((service) => ({ service, key })),
        [{ service: 'gateway', key: everybodys }],
      );
      const token = (kind: 'caller' | 'passport', issuer: 'gateway' | 'accounts' | 'scraper', to: string) =>
        forger.sign(
          {
            ...{ kind, issuer, audience: to, lifetimeS: 60 },
            claims: { sub: adminId, role: 'ADMIN', sid: 'x' },
          },
          new Date(),
        );
      const meta = {
        caller: await token('caller', 'gateway', 'accounts'),
        passport: await token('passport', 'accounts', 'censo'),
      };
      expect(await refusedBy('accounts.users', { ip: '10.0.0.1' }, meta)).to.equal('caller_refused');
      const asScraper = { caller: await token('caller', 'scraper', 'census') };
      expect(await refusedBy('census.lease', { worker: 'w', lane: 'directa' }, asScraper)).to.equal(
        'caller_refused',
      );
    });

    it('has nobody looked up, and learns no cédula', async () => {
      expect(await refusedBy('census.lease', { worker: 'w', lane: 'directa' })).to.equal('caller_refused');
      expect(await refusedBy('accounts.changes', { after: null })).to.equal('caller_refused');
    });

    it('gets no further on the way that services take while NATS is away', async () => {
      const announced = await eventually('accounts says where it is', async () =>
        intruder.registry
          .getNodeList({ onlyAvailable: true, withServices: false })
          .filter(({ id }) => id.startsWith('accounts'))
          .map(({ metadata }) => announcementRule.safeParse((metadata as { direct?: unknown }).direct).data)
          .find((at) => at !== undefined),
      );
      const response = await fetch(new URL('/accounts.users', announced.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${announced.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ params: asAdmin(), meta: {} }),
      });
      const answer = (await response.json()) as { error?: { data?: { code?: string } } };
      expect(answer.error?.data?.code).to.equal('caller_refused');
    });
  },
  ['distributed'],
);

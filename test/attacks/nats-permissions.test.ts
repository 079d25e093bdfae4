import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { freshSecrets } from '../../scripts/production/censo/keys/secrets.ts';
import type { Child } from '../support/processes/child.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { writeNatsConfig } from '../support/servers/nats-access.ts';
import { missingServers, startNats } from '../support/servers/servers.ts';
import { needs } from '../support/skip.ts';
import { inMode } from '../support/system/modes.ts';
import { type Intruder, intrude } from './support/intruder.ts';
import { audible, SERVICES, type Service, sendable } from './support/subjects.ts';

/** What a service may do besides saying of itself that it is there, written down by hand from the arrows of the design. */
interface May {
  send: RegExp;
  /** Beside what is addressed to it. */
  hear: RegExp;
}

const may: Record<Service, May> = {
  gateway: {
    send: /^MOL-censo\.((REQ|DISCOVER)\.(accounts|census)|INFO\.accounts)\.1\.gateway\.1$/,
    hear: /^(MOL-censo\.(INFO|HEARTBEAT|DISCONNECT)\.all\.(accounts|census|censo)\.1|MOL-censo\.DISCOVER\.all\.(accounts|censo)\.1|censo\.census\.updated|censo\.user\.(role_changed|corrected|consent_changed|erased))$/,
  },
  accounts: {
    send: /^(MOL-censo\.((REQ|DISCOVER|RES|INFO)\.census|(RES|INFO|DISCOVER|EVENT)\.gateway)\.1\.accounts\.1|censo\.user\.(registered|role_changed|corrected|consent_changed|erased)|\$JS\.API\.(INFO|STREAM\.(INFO|CREATE|DELETE)\.CENSO|CONSUMER\.INFO\.CENSO\.census-user-(registered|role_changed|corrected|consent_changed|erased)|DIRECT\.GET\.CENSO\.censo\.census\.updated|CONSUMER\.(INFO|DELETE|MSG\.NEXT)\.CENSO\.accounts-census-updated|CONSUMER\.CREATE\.CENSO\.accounts-census-updated(-hold)?\.censo\.census\.updated)|\$JS\.ACK\.CENSO\.accounts-census-updated\.1\.1\.1\.1\.1)$/,
    hear: /^(MOL-censo\.((INFO|HEARTBEAT|DISCONNECT)\.all\.(gateway|census|censo)|DISCOVER\.all\.(gateway|census|censo))\.1|_INBOX\.accounts\.1)$/,
  },
  census: {
    send: /^(MOL-censo\.((REQ|DISCOVER|RES|INFO)\.accounts|(RES|INFO)\.gateway|(RES|INFO|DISCOVER|EVENT)\.scraper)\.1\.census\.1|censo\.census\.updated|\$JS\.API\.(INFO|STREAM\.INFO\.CENSO|CONSUMER\.INFO\.CENSO\.accounts-census-updated|DIRECT\.GET\.CENSO\.censo\.user\.(registered|role_changed|corrected|consent_changed|erased)|CONSUMER\.(INFO|DELETE|MSG\.NEXT)\.CENSO\.census-user-(registered|role_changed|corrected|consent_changed|erased)|CONSUMER\.CREATE\.CENSO\.census-user-(registered(-hold)?\.censo\.user\.registered|role_changed(-hold)?\.censo\.user\.role_changed|corrected(-hold)?\.censo\.user\.corrected|consent_changed(-hold)?\.censo\.user\.consent_changed|erased(-hold)?\.censo\.user\.erased))|\$JS\.ACK\.CENSO\.census-user-(registered|role_changed|corrected|consent_changed|erased)\.1\.1\.1\.1\.1)$/,
    hear: /^(MOL-censo\.((INFO|HEARTBEAT|DISCONNECT)\.all\.(accounts|scraper|censo)|DISCOVER\.all\.(gateway|accounts|scraper|censo))\.1|_INBOX\.census\.1)$/,
  },
  scraper: {
    send: /^MOL-censo\.((REQ|DISCOVER)\.(census|simulator)|INFO\.census)\.1\.scraper\.1$/,
    hear: /^MOL-censo\.((INFO|HEARTBEAT|DISCONNECT)\.all\.(census|simulator|censo)|DISCOVER\.all\.(census|censo))\.1$/,
  },
  simulator: {
    send: /^MOL-censo\.(RES|INFO)\.scraper\.1\.simulator\.1$/,
    hear: /^MOL-censo\.((INFO|HEARTBEAT|DISCONNECT)\.all\.censo|DISCOVER\.all\.(scraper|censo))\.1$/,
  },
};

const saysOfItself = (service: Service, subject: string): boolean =>
  new RegExp(String.raw`^MOL-censo\.(DISCOVER|INFO|HEARTBEAT|DISCONNECT)\.all\.${service}\.1$`).test(subject);
const isAddressedTo = (service: Service, subject: string): boolean =>
  new RegExp(String.raw`^MOL-censo\.[A-Z]+\.${service}\.1\.[a-z]+\.1$`).test(subject);

inMode('distributed', 'The shipped permissions of NATS', () => {
  const secrets = freshSecrets();
  let folder: string;
  let server: Child;
  let url: string;
  let intruder: Intruder | undefined;

  before(async function () {
    needs(this, missingServers('nats-server'));
    folder = await mkdtemp(join(tmpdir(), 'censo-nats-'));
    const port = await unusedPort();
    server = await startNats(port, folder, { config: await writeNatsConfig(folder, secrets) });
    url = `nats://127.0.0.1:${port}`;
  });
  afterEach(() => intruder?.close());
  after(async () => {
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  const as = async (service: Service): Promise<Intruder> => {
    intruder = await intrude({ servers: url, user: service, pass: secrets.nats[service] });
    return intruder;
  };

  for (const service of SERVICES) {
    const { send, hear } = may[service];

    it(`let ${service} send what its arrows say, and nothing else of ${sendable.length} subjects`, async () => {
      const refused = new Set(await (await as(service)).refusedToPublish(sendable));
      const sent = sendable.filter((subject) => !refused.has(subject));
      expect(sent).to.deep.equal(
        sendable.filter((subject) => send.test(subject) || saysOfItself(service, subject)),
      );
    });

    it(`let ${service} hear what its arrows say, and nothing else of ${audible.length} subjects`, async () => {
      const refused = new Set(await (await as(service)).refusedToHear(audible));
      const heard = audible.filter((subject) => !refused.has(subject));
      expect(heard).to.deep.equal(
        audible.filter((subject) => hear.test(subject) || isAddressedTo(service, subject)),
      );
    });
  }

  it('let census make no stream that tells it what others say to each other', async () => {
    const census = await intrude({
      ...{ servers: url, user: 'census', pass: secrets.nats.census, inboxPrefix: '_INBOX.census' },
    });
    intruder = census;
    expect(await census.refusedToHear(['_INBOX.census.leak.>'])).to.deep.equal([]);
    const made = await census.connection
      .request(
        '$JS.API.STREAM.CREATE.CENSO',
        JSON.stringify({
          ...{ name: 'CENSO', subjects: ['censo.>', 'MOL-censo.REQ.accounts.>'], retention: 'limits' },
          ...{ storage: 'memory', num_replicas: 1, max_bytes: 33_554_432, allow_direct: true },
          republish: { src: '>', dest: '_INBOX.census.leak.>' },
        }),
        { timeout: 2_000 },
      )
      .then(
        ({ data }) => String(data),
        ({ code }: { code: string }) => code,
      );
    expect(made).to.equal('PERMISSIONS_VIOLATION');

    const gateway = await intrude({ servers: url, user: 'gateway', pass: secrets.nats.gateway });
    const login = 'MOL-censo.REQ.accounts.1.gateway.1';
    expect(await gateway.refusedToPublish([login])).to.deep.equal([]);
    await gateway.close();
    await census.connection.flush();
    expect(census.heard).to.deep.equal([]);
  });

  it('let nobody in without a password, or with another service’s', async () => {
    const pass = secrets.nats.gateway;
    for (const wrong of [{}, { user: 'gateway' }, { user: 'accounts', pass }, { user: 'censo', pass }])
      expect(
        await intrude({ servers: url, ...wrong }).then(
          () => 'let in',
          ({ code }: { code: string }) => code,
        ),
        JSON.stringify(wrong),
      ).to.equal('AUTHORIZATION_VIOLATION');
  });
});

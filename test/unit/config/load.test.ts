import { resolve } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../../shared/config/load.ts';
import { variables } from '../../../shared/config/variables/variables.ts';
import { allServices } from '../../../shared/contract/services.ts';
import { responsible } from '../../support/system/responsible.ts';
import { identityOf } from '../../support/system/service-keys.ts';
import { problemsOf } from './problems.ts';

/** Numbers of free and most, by key. */
const limit = (windowS: number, bounds: Record<string, [number, number]>) => ({
  windowS,
  bounds: Object.fromEntries(Object.entries(bounds).map(([key, [free, most]]) => [key, { free, most }])),
});

const OFFICIAL = 'https://consultacenso.registraduria.gov.co/consultar/';

describe('The configuration', () => {
  describe('of an empty environment', () => {
    it('has every documented default', () => {
      expect(loadConfig({})).to.deep.equal({
        production: false,
        mode: 'embedded',
        services: allServices,
        host: '0.0.0.0',
        port: 3000,
        metricsPort: 9464,
        directPort: 0,
        proxyHops: 0,
        publicUrls: [],
        gatewaySecrets: undefined,
        limits: {
          read: limit(60, { address: [3_000, 3_000], subnet: [6_000, 6_000] }),
          write: limit(60, { address: [600, 600], person: [120, 120] }),
          register: limit(600, {
            ...{ address: [30, 150], subnet: [60, 400] },
            ...{ cedula: [10, Number.POSITIVE_INFINITY], portal: [300, 3_000] },
          }),
          login: limit(600, {
            ...{ address: [30, 150], subnet: [60, 400] },
            ...{ cedula: [10, Number.POSITIVE_INFINITY], portal: [1_200, 6_000] },
          }),
          recovery: limit(600, { address: [30, 30], subnet: [120, 120], portal: [1_200, 1_200] }),
          claim: limit(3_600, { address: [20, 20], subnet: [60, 60], portal: [300, 300] }),
          strength: limit(60, {
            ...{ address: [120, 120], subnet: [240, 240] },
            ...{ person: [60, 60], portal: [300, 300] },
          }),
          list: limit(600, { person: [900, 900] }),
          export: limit(600, { address: [60, 60], person: [12, 12] }),
          stream: limit(60, { address: [600, 600], subnet: [1_200, 1_200], person: [60, 60] }),
        },
        proof: { cost: 10_000, waitS: 20 },
        streamsPerAddress: 300,
        identity: undefined,
        securityContact: undefined,
        election: undefined,
        databaseUrl: undefined,
        directHost: '127.0.0.1',
        metricsHost: '127.0.0.1',
        nats: undefined,
        rolePasswords: {},
        backup: { recipients: [], maxAgeH: 0 },
        natsStreamReplicas: 1,
        redisUrl: undefined,
        dataDir: resolve('.data'),
        source: 'consultacenso',
        target: { kind: 'simulator' },
        nextSources: [],
        simulatedData: true,
        simulatorHost: '127.0.0.1',
        simulatorPort: 0,
        simulatorDelayMs: 800,
        spacingMs: 5_000,
        staffIdleM: 30,
        passwordMemoryKib: 19_456,
        startTimeoutS: 60,
        catchUpS: 60,
        eventTries: 10,
        retryDelaysS: [60, 300, 900],
        maxAttempts: 3,
        lookupTimeoutS: 120,
        leaseS: 180,
        refreshCooldownS: 30,
        circuit: {
          ...{ threshold: 5, openS: 900, maxOpenS: 21_600 },
          ...{ people: 3, outageOpenS: 60, outageMaxOpenS: 300 },
        },
        evidenceDays: 30,
        historyDays: 0,
        retention: { days: 0, until: undefined },
        revalidation: { days: 0, hours: { from: 22, to: 5 }, final: false },
        scraperConcurrency: 3,
        lanes: [{ name: 'directa', proxy: null }],
        browser: {
          ...{ driver: 'rebrowser', headed: false, sandbox: 'auto', uid: 64_064, hosts: [] },
          ...{ maxLookups: 200, contextLookups: 20, maxMemoryMb: 1_024 },
        },
        captcha: { name: 'none', apiKey: undefined, baseUrl: 'https://api.2captcha.com' },
        consent: {
          ...{ dir: undefined, name: 'Organización de demostración', nit: '900.000.000-0' },
          ...{ address: 'Calle 1 # 2-3, Ciudad Inventada', mail: 'datos@example.org' },
          ...{ phone: '601 000 0000', area: 'Protección de datos' },
          retention: variables.DATA_RETENTION.fallback,
          transfer: variables.DATA_TRANSFER.fallback,
        },
        freshProofMs: 600_000,
        factors: { keys: undefined, roles: [], graceMs: 7 * 24 * 3_600_000 },
        messenger: {
          ...{ name: 'none', personDay: 8, subnetDay: 300, portalDay: 5_000, abroadDay: 100 },
          quiet: { from: 20, to: 8 },
          webhook: { url: undefined, secret: undefined },
          twilio: {
            ...{ account: undefined, token: undefined, from: undefined, templates: {} },
            baseUrl: 'https://api.twilio.com',
          },
        },
        push: {
          hosts: [
            ...['fcm.googleapis.com', 'updates.push.services.mozilla.com', '*.push.services.mozilla.com'],
            ...['*.notify.windows.com', '*.push.apple.com'],
          ],
          ...{ loopback: false, personDay: 10, key: undefined, subject: 'mailto:datos@example.org' },
        },
        admin: undefined,
        demoAccounts: true,
        demoPeople: true,
        chromiumPath: undefined,
        tracing: undefined,
        logLevel: 'warn',
      });
    });

    it('is that of variables that are set to nothing', () => {
      const env = { PORT: '', HOST: '  ', SPACING_MS: '', NATS_URL: '', ADMIN_CEDULA: '' };
      expect(loadConfig(env)).to.deep.equal(loadConfig({}));
    });
  });

  it('takes values without the spaces around them', () => {
    expect(loadConfig({ PORT: ' 8080 ', RETRY_DELAYS_S: ' 1,2 ' })).to.deep.include({
      port: 8080,
      retryDelaysS: [1, 2],
    });
  });

  it('normalises the cédula of the first admin', () => {
    const { admin } = loadConfig({ ADMIN_CEDULA: '1.020.304.050', ADMIN_PASSWORD: 'tulipan-mesa-nube' });
    expect(admin).to.deep.equal({ cedula: '1020304050', password: 'tulipan-mesa-nube' });
  });

  it('says every problem at once, one a line, with the name of its variable', () => {
    const problems = problemsOf({
      NODE_ENV: 'produccion',
      PORT: '70000',
      SPACING_MS: '5s',
      RETRY_DELAYS_S: '60;300',
      DATABASE_URL: 'mysql://localhost/censo',
      SOURCE: 'otra',
      LEASE_S: '60',
      ADMIN_CEDULA: '123',
    });

    expect(problems).to.deep.equal([
      'NODE_ENV: debe ser development o production o test',
      'PORT: debe estar entre 0 y 65535',
      'DATABASE_URL: debe ser una dirección completa que empiece por postgres:// o postgresql://',
      'SOURCE: debe ser consultacenso o wsp, o la ruta de un módulo que empiece por . o /',
      'SPACING_MS: debe ser un número entero',
      'RETRY_DELAYS_S: debe ser una lista de segundos separados por comas',
      'LEASE_S=60 debe ser mayor que LOOKUP_TIMEOUT_S=120',
      'ADMIN_CEDULA y ADMIN_PASSWORD van juntas: falta una',
      'ADMIN_CEDULA debe tener de 6 a 10 dígitos',
    ]);
  });

  it('tells people no contact that is none, nor two lines where one is meant', () => {
    const refused = [
      'seguridad@portal.example',
      'http://portal.example',
      'mailto:a@b.co\nExpires: hoy',
      'tel:',
    ];
    for (const SECURITY_CONTACT of refused)
      expect(problemsOf({ SECURITY_CONTACT }), SECURITY_CONTACT).to.deep.equal([
        'SECURITY_CONTACT: debe empezar por mailto:, https:// o tel:',
      ]);
    const taken = [
      'mailto:seguridad@portal.example',
      'https://portal.example/avisos',
      'tel:+57-601-555-0100',
    ];
    for (const SECURITY_CONTACT of taken)
      expect(loadConfig({ SECURITY_CONTACT }).securityContact).to.equal(SECURITY_CONTACT);
  });

  it('names an election by a name and a day, both or none', () => {
    const [ELECTION_NAME, ELECTION_DATE] = ['Elecciones al Congreso', '2026-03-08'];
    expect(loadConfig({ ELECTION_NAME: ` ${ELECTION_NAME} `, ELECTION_DATE }).election).to.deep.equal({
      ...{ name: ELECTION_NAME, day: ELECTION_DATE },
    });
    const alone =
      'ELECTION_NAME y ELECTION_DATE van juntas: sin el nombre la fecha no dice nada, y sin la fecha nadie sabe si ya pasó';
    expect(problemsOf({ ELECTION_NAME })).to.deep.equal([alone]);
    expect(problemsOf({ ELECTION_DATE })).to.deep.equal([alone]);
    for (const date of ['2026-02-30', '8 de marzo', '2026-3-8', '20260308'])
      expect(problemsOf({ ELECTION_NAME, ELECTION_DATE: date }), date).to.include(
        'ELECTION_DATE: debe ser una fecha como 2026-05-31',
      );
    for (const name of ['Dos\nlíneas', '<b>Una</b>', 'x'.repeat(81), 'ab'])
      expect(problemsOf({ ELECTION_NAME: name, ELECTION_DATE })[0], name).to.match(/^ELECTION_NAME: debe/);
  });

  it('never repeats a secret in a problem', () => {
    const problems = problemsOf({ ADMIN_CEDULA: '1020304050', ADMIN_PASSWORD: 'corta!' });
    expect(problems).to.deep.equal(['ADMIN_PASSWORD: Use al menos 8 caracteres.']);
  });

  describe('of numbers', () => {
    for (const [name, refused] of [
      ['PORT', ['-1', '65536', '3000.5', '0x10', '1e3']],
      ['MAX_ATTEMPTS', ['0', '101']],
      ['LOOKUP_TIMEOUT_S', ['0']],
      ['SCRAPER_CONCURRENCY', ['0', '21']],
      ['RETRY_DELAYS_S', ['', '60,', '-1', '60, 300'].filter((text) => text !== '')],
    ] as const) {
      it(`refuses ${refused.join(' and ')} as ${name}`, () => {
        for (const text of refused) expect(problemsOf({ [name]: text }), text).to.have.lengthOf(1);
      });
    }
  });

  describe('of the target', () => {
    it('takes the simulator out of the services when a page is given', () => {
      const config = loadConfig({ REGISTRADURIA_URL: OFFICIAL });
      expect(config.services).to.deep.equal(['accounts', 'census', 'scraper', 'gateway']);
      expect(config.target).to.deep.equal({ kind: 'page', url: new URL(OFFICIAL) });
    });

    for (const url of [
      OFFICIAL,
      'https://registraduria.gov.co/',
      'https://WSP.Registraduria.gov.co/censo/',
    ]) {
      it(`calls the answers of ${url} real`, () => {
        expect(loadConfig({ REGISTRADURIA_URL: url }).simulatedData).to.equal(false);
      });
    }

    for (const url of [
      'https://registraduria.gov.co.example.com/',
      'https://xregistraduria.gov.co/',
      'https://example.com/registraduria.gov.co/',
      'https://registraduria.gov.co@example.com/',
      'http://127.0.0.1:8080/consultar/',
    ]) {
      it(`calls the answers of ${url} made up`, () => {
        expect(loadConfig({ REGISTRADURIA_URL: url }).simulatedData).to.equal(true);
      });
    }

    it('refuses what is no web address', () => {
      for (const url of ['consultacenso.registraduria.gov.co', 'ftp://example.com/', 'http://'])
        expect(problemsOf({ REGISTRADURIA_URL: url }), url).to.have.lengthOf(1);
    });
  });

  describe('of second factors', () => {
    const factors = (env: Record<string, string>) =>
      loadConfig({
        ...{ REGISTRADURIA_URL: OFFICIAL, PUBLIC_URL: 'https://censo.example' },
        ...{ ...responsible, ...env },
      }).factors;

    it('demands one of who sees the data of others in production, and of nobody else unless told', () => {
      expect(factors({ NODE_ENV: 'production' }).roles).to.deep.equal(['ADMIN', 'OPERATOR', 'COORDINATOR']);
      expect(factors({}).roles).to.deep.equal([]);
      expect(factors({ FACTOR_ROLES: 'admin, LEADER' }).roles).to.deep.equal(['ADMIN', 'LEADER']);
      expect(factors({ NODE_ENV: 'production', FACTOR_ROLES: 'ninguno' }).roles).to.deep.equal([]);
    });

    it('takes no role and no key that is none, and does not repeat a key', () => {
      expect(problemsOf({ FACTOR_ROLES: 'JEFE' })).to.have.lengthOf(1);
      expect(problemsOf({ FACTOR_KEY: 'c2VjcmV0' })).to.deep.equal([
        'FACTOR_KEY: cada clave son 32 bytes en base64',
      ]);
    });
  });

  describe('of notices to browsers', () => {
    const push = (env: Record<string, string>) => loadConfig(env).push;

    it('knows whom to send to: nobody where the operator wants none', () => {
      expect(push({ PUSH_HOSTS: 'uno.example, *.dos.example' }).hosts).to.deep.equal([
        ...['uno.example', '*.dos.example'],
      ]);
      expect(push({ PUSH_HOSTS: 'ninguno' }).hosts).to.deep.equal([]);
    });

    it('takes no server and no key that is none, and does not repeat a key', () => {
      for (const host of ['127.0.0.1', 'localhost', 'https://uno.example', '*'])
        expect(problemsOf({ PUSH_HOSTS: host }), host).to.have.lengthOf(1);
      for (const key of ['c2VjcmV0bw', Buffer.alloc(32, 255).toString('base64url')])
        expect(problemsOf({ VAPID_KEY: key })).to.deep.equal([
          'VAPID_KEY: debe ser una clave P-256: 32 bytes en base64url',
        ]);
    });

    it('writes as whoever answers for the data, unless told', () => {
      expect(push({ RESPONSIBLE_EMAIL: 'yo@ejemplo.org' }).subject).to.equal('mailto:yo@ejemplo.org');
      expect(push({ VAPID_SUBJECT: 'https://ejemplo.org' }).subject).to.equal('https://ejemplo.org');
    });
  });

  describe('of the demo accounts', () => {
    const demo = (env: Record<string, string>) => loadConfig(env).demoAccounts;

    it('has them only in embedded mode with the simulator', () => {
      expect(demo({})).to.equal(true);
      expect(demo({ DEMO_ACCOUNTS: '0' })).to.equal(false);
      expect(demo({ REGISTRADURIA_URL: OFFICIAL })).to.equal(false);
      expect(
        demo({
          NATS_URL: 'nats://localhost:4222',
          REDIS_URL: 'redis://localhost:6379',
          DATABASE_URL: 'postgres://localhost/censo',
          FACTOR_KEY: Buffer.alloc(32).toString('base64'),
          ...identityOf(allServices),
        }),
      ).to.equal(false);
    });

    it('gives those who lead among them people, unless there are none or nobody wants that', () => {
      const people = (env: Record<string, string>) => loadConfig(env).demoPeople;
      expect(people({})).to.equal(true);
      expect(people({ DEMO_PEOPLE: '0' })).to.equal(false);
      expect(people({ DEMO_ACCOUNTS: '0' })).to.equal(false);
      expect(people({ REGISTRADURIA_URL: OFFICIAL })).to.equal(false);
    });
  });
});

import { expect } from 'chai';
import { loadConfig } from '../../../shared/config/load.ts';
import { allServices, type ServiceName } from '../../../shared/contract/services.ts';
import { responsible } from '../../support/system/responsible.ts';
import { identityOf } from '../../support/system/service-keys.ts';
import { problemsOf } from './problems.ts';

const OFFICIAL = 'https://wsp.registraduria.gov.co/censo/consultar/';

const PUBLIC_URL = 'https://censo.example.co';
const NO_NAME =
  'PUBLIC_URL es obligatoria con NODE_ENV=production: sin ella el portal creería el nombre que le diga cualquiera';

const NOBODY_RESPONSIBLE =
  'RESPONSIBLE_NAME, RESPONSIBLE_NIT, RESPONSIBLE_ADDRESS, RESPONSIBLE_EMAIL, RESPONSIBLE_PHONE, RESPONSIBLE_AREA: obligatorias con NODE_ENV=production; la política de datos debe decir quién responde por ellos';

const FACTOR_KEY_MISSING =
  'FACTOR_KEY es obligatoria cuando hay NATS_URL (servicio accounts): hágala con «npx censo keys»';

describe('Rules between variables', () => {
  describe('in production', () => {
    it('demand a page to ask', () => {
      expect(problemsOf({ NODE_ENV: 'production' })).to.deep.equal([
        'REGISTRADURIA_URL es obligatoria con NODE_ENV=production: el simulador nunca se usa en producción',
        NO_NAME,
        NOBODY_RESPONSIBLE,
      ]);
    });

    it('demand to know the portal’s own names, of who answers to them', () => {
      const env = { NODE_ENV: 'production', REGISTRADURIA_URL: OFFICIAL };
      expect(problemsOf({ ...env, ...responsible }, ['gateway'])).to.deep.equal([NO_NAME]);
      expect(problemsOf(env, ['census'])).to.deep.equal([]);
    });

    it('demand to know who answers for people’s data, of who keeps them or says whose the portal is', () => {
      const env = { NODE_ENV: 'production', REGISTRADURIA_URL: OFFICIAL };
      expect(problemsOf(env, ['accounts'])).to.deep.equal([NOBODY_RESPONSIBLE]);
      expect(problemsOf({ ...env, PUBLIC_URL }, ['gateway'])).to.deep.equal([NOBODY_RESPONSIBLE]);
      expect(problemsOf({ ...env, ...responsible }, ['accounts'])).to.deep.equal([]);
      const { RESPONSIBLE_NIT: _, ...others } = responsible;
      expect(problemsOf({ ...env, ...others }, ['accounts'])).to.deep.equal([
        NOBODY_RESPONSIBLE.replace(/^.*:/, 'RESPONSIBLE_NIT:'),
      ]);
      expect(
        problemsOf({ ...responsible, RESPONSIBLE_NIT: 'muchos', RESPONSIBLE_EMAIL: 'nadie' }),
      ).to.deep.equal([
        'RESPONSIBLE_NIT: debe ser un NIT, como 900.123.456-7',
        'RESPONSIBLE_EMAIL: debe ser un correo, como datos@ejemplo.org',
      ]);
    });

    it('demand one secret of gateways that may be several', () => {
      const env = {
        NODE_ENV: 'production',
        REGISTRADURIA_URL: OFFICIAL,
        PUBLIC_URL,
        ...responsible,
        ...{ NATS_URL: 'nats://nats:4222', NATS_USER: 'gateway', NATS_PASSWORD: 'x' },
        ...identityOf(['gateway']),
      };
      expect(problemsOf(env, ['gateway'])).to.deep.equal([
        'GATEWAY_SECRET es obligatoria con NODE_ENV=production y NATS_URL: los procesos gateway deben tener la misma',
      ]);
      expect(problemsOf({ ...env, GATEWAY_SECRET: 'x'.repeat(32) }, ['gateway'])).to.deep.equal([]);
    });

    it('accept all services at once, and leave the simulator out', () => {
      const config = loadConfig({
        ...{ NODE_ENV: 'production', REGISTRADURIA_URL: OFFICIAL, PUBLIC_URL },
        ...responsible,
      });
      expect(config).to.include({ production: true, demoAccounts: false, simulatedData: false });
      expect(config.services).not.to.include('simulator');
    });

    it('send no notices to programs of this machine', () => {
      const env = { NODE_ENV: 'production', REGISTRADURIA_URL: OFFICIAL, PUSH_LOOPBACK: '1' };
      expect(problemsOf(env, ['census'])).to.deep.equal([
        'PUSH_LOOPBACK=1 no se usa con NODE_ENV=production: cualquiera haría que el portal llame a los programas de su máquina',
      ]);
    });

    it('refuse a simulator that was asked for by name', () => {
      const env = { NODE_ENV: 'production', REGISTRADURIA_URL: OFFICIAL };
      expect(problemsOf(env, ['simulator'])).to.deep.equal([
        'el servicio simulator no puede iniciarse con NODE_ENV=production',
      ]);
    });
  });

  describe('of NATS', () => {
    const given = { NATS_URL: 'nats://nats:4222', ...identityOf(allServices) };
    const production = {
      ...{ ...given, NODE_ENV: 'production', REGISTRADURIA_URL: OFFICIAL },
      ...{ ...responsible, PUBLIC_URL, GATEWAY_SECRET: 'x'.repeat(32) },
    };

    it('let nobody start in production who would join without a user of their own', () => {
      const refusal =
        'NATS_USER y NATS_PASSWORD son obligatorias con NATS_URL y NODE_ENV=production: sin ellas cualquiera que llegue a NATS sería parte del portal («censo keys» las hace)';
      expect(problemsOf(production, ['gateway'])).to.deep.equal([refusal]);
      expect(
        problemsOf({ ...production, NATS_USER: 'gateway', NATS_PASSWORD: 'x' }, ['gateway']),
      ).to.deep.equal([]);
    });

    it('want user and password, certificate and key, together', () => {
      expect(problemsOf({ ...given, NATS_USER: 'gateway', NATS_TLS_CERT: '/a' }, ['gateway'])).to.deep.equal([
        'NATS_USER y NATS_PASSWORD van juntas: falta una',
        'NATS_TLS_CERT y NATS_TLS_KEY van juntas: falta una',
      ]);
    });
  });

  describe('on who may listen', () => {
    const inProduction = (env: Record<string, string>) =>
      problemsOf({
        ...{ NODE_ENV: 'production', PUBLIC_URL, REGISTRADURIA_URL: OFFICIAL },
        ...{ ...responsible, ...env },
      });

    it('let nothing but https:// leave the machine in production', () => {
      const [page = '', ...others] = inProduction({ REGISTRADURIA_URL: OFFICIAL.replace('https:', 'http:') });
      expect(page).to.match(/^REGISTRADURIA_URL debe empezar por https:\/\//);
      expect(others).to.deep.equal([]);
      expect(inProduction({ TWOCAPTCHA_URL: 'http://api.2captcha.com' })).to.have.lengthOf(1);
      expect(inProduction({ TWOCAPTCHA_URL: 'https://api.2captcha.com' })).to.deep.equal([]);
    });

    it('let this machine be asked as it likes, and anybody outside production', () => {
      expect(inProduction({ REGISTRADURIA_URL: 'http://127.0.0.1:8081/' })).to.deep.equal([]);
      expect(problemsOf({ REGISTRADURIA_URL: 'http://simulator:8081/consultar/' })).to.deep.equal([]);
    });
  });

  describe('on the roles of Postgres', () => {
    const database = { DATABASE_URL: 'postgres://localhost/censo' };
    const one = { ...database, DATABASE_PASSWORD_ACCOUNTS: 'una-clave-de-dieciseis' };
    const all = {
      ...{ ...one, DATABASE_PASSWORD_CENSUS: 'una-clave-de-dieciseis' },
      DATABASE_PASSWORD_PACE: 'una-clave-de-dieciseis',
    };

    it('want the passwords of all where one process is the whole portal, or of none', () => {
      expect(problemsOf(one)).to.deep.equal([
        'DATABASE_PASSWORD_ACCOUNTS, DATABASE_PASSWORD_CENSUS, DATABASE_PASSWORD_PACE van juntas en el modo embebido: falta DATABASE_PASSWORD_CENSUS, DATABASE_PASSWORD_PACE',
      ]);
      expect([problemsOf(all), problemsOf(database)]).to.deep.equal([[], []]);
    });

    it('let an order give one of them a new password', () => {
      expect(loadConfig(one, ['accounts', 'census'], { isMember: false }).rolePasswords).to.have.keys(
        'accounts',
      );
    });
  });

  describe('on the spacing', () => {
    const fast = (url: string) => problemsOf({ SPACING_MS: '4999', REGISTRADURIA_URL: url });

    it('let the simulator be asked as fast as one likes', () => {
      expect(loadConfig({ SPACING_MS: '0' }).spacingMs).to.equal(0);
    });

    for (const host of ['localhost', '127.0.0.1', '127.255.3.4', '[::1]', 'LOCALHOST']) {
      it(`let this machine be asked as fast as one likes, as ${host}`, () => {
        expect(fast(`http://${host}:8080/consultar/`)).to.deep.equal([]);
      });
    }

    for (const host of [
      'wsp.registraduria.gov.co',
      'example.com',
      '128.0.0.1',
      '10.0.0.1',
      '0.0.0.0',
      '127.0.0.1.example.com',
      'localhost.example.com',
      'example.com/localhost',
      'localhost@example.com',
      '[::2]',
    ]) {
      it(`keep 5 seconds for ${host}`, () => {
        expect(fast(`http://${host}/`)).to.deep.equal([
          'SPACING_MS=4999 es menor que 5000 y el destino no es esta máquina',
        ]);
      });
    }

    it('accept 5 seconds and more for any host', () => {
      expect(problemsOf({ SPACING_MS: '5000', REGISTRADURIA_URL: OFFICIAL })).to.deep.equal([]);
    });
  });

  describe('on the lease', () => {
    it('demand that it outlives the lookup', () => {
      const lease = (LEASE_S: string) => problemsOf({ LOOKUP_TIMEOUT_S: '30', LEASE_S });
      expect(lease('31')).to.deep.equal([]);
      expect(lease('30')).to.deep.equal(['LEASE_S=30 debe ser mayor que LOOKUP_TIMEOUT_S=30']);
    });

    it('compare with the defaults too', () => {
      expect(problemsOf({ LOOKUP_TIMEOUT_S: '200' })).to.deep.equal([
        'LEASE_S=180 debe ser mayor que LOOKUP_TIMEOUT_S=200',
      ]);
    });
  });

  describe('in distributed mode', () => {
    const env = { NATS_URL: 'nats://localhost:4222', ...identityOf(allServices) };
    const needs: Record<ServiceName, string[]> = {
      accounts: [
        'DATABASE_URL es obligatoria cuando hay NATS_URL (servicios accounts y census)',
        FACTOR_KEY_MISSING,
      ],
      census: ['DATABASE_URL es obligatoria cuando hay NATS_URL (servicios accounts y census)'],
      scraper: ['REDIS_URL es obligatoria cuando hay NATS_URL (servicio scraper)'],
      gateway: [],
      simulator: [],
    };
    for (const [service, problems] of Object.entries(needs)) {
      it(`ask ${service} for ${problems.length === 0 ? 'no store' : 'what it keeps things with'}`, () => {
        expect(problemsOf(env, [service as ServiceName])).to.deep.equal(problems);
      });
    }

    it('ask every service for its own key and for everybody’s, but the simulator', () => {
      const { NATS_URL } = env;
      expect(problemsOf({ NATS_URL }, ['gateway'])).to.deep.equal([
        'SERVICE_KEY no tiene la clave de gateway, obligatoria cuando hay NATS_URL: hágala con «npx censo keys»',
        'SERVICE_PUBLIC_KEYS es obligatoria cuando hay NATS_URL: tiene las claves públicas de todos los servicios',
      ]);
      expect(
        problemsOf({ ...env, SERVICE_KEY: identityOf(['scraper']).SERVICE_KEY }, ['gateway']),
      ).to.have.lengthOf(1);
      expect(problemsOf({ NATS_URL }, ['simulator'])).to.deep.equal([]);
    });

    it('take no key that is none, and do not repeat it', () => {
      const wrong = { ...env, SERVICE_KEY: 'gateway:c2VjcmV0', SERVICE_PUBLIC_KEYS: 'portal:x' };
      expect(problemsOf(wrong, ['gateway']).slice(0, 2)).to.deep.equal([
        'SERVICE_KEY: la clave de gateway no es Ed25519 en base64',
        'SERVICE_PUBLIC_KEYS: cada clave se escribe servicio:clave',
      ]);
    });

    it('accept a scraper that has Redis and no database', () => {
      expect(loadConfig({ ...env, REDIS_URL: 'redis://localhost' }, ['scraper']).mode).to.equal(
        'distributed',
      );
    });

    it('ask for both when everything runs in one process', () => {
      expect(problemsOf(env)).to.deep.equal([...needs.census, ...needs.scraper, FACTOR_KEY_MISSING]);
    });
  });

  describe('on the first admin', () => {
    it('want the cédula and the password, or neither', () => {
      const half = ['ADMIN_CEDULA y ADMIN_PASSWORD van juntas: falta una'];
      expect(problemsOf({ ADMIN_CEDULA: '1020304050' })).to.deep.equal(half);
      expect(problemsOf({ ADMIN_PASSWORD: 'tulipan-mesa-nube' })).to.deep.equal(half);
    });

    it('refuse a password that anybody would guess', () => {
      for (const ADMIN_CEDULA of ['1020304050', '1.020.304.050']) {
        const problems = problemsOf({ ADMIN_CEDULA, ADMIN_PASSWORD: 'x1020304050' });
        expect(problems).to.deep.equal(['ADMIN_PASSWORD: No use su cédula como contraseña.']);
      }
    });
  });

  it('refuse a captcha solver that does not exist yet', () => {
    expect(problemsOf({ CAPTCHA_SOLVER: 'twocaptcha' })).to.have.lengthOf(1);
  });

  it('refuses passwords that whoever steals them guesses fast, but in tests', () => {
    const problems = (env: Record<string, string>) =>
      problemsOf({ ...env, PASSWORD_MEMORY_KIB: '19455' }).filter((line) => line.includes('PASSWORD'));
    expect(problems({})).to.have.lengthOf(1);
    expect(problems({ NODE_ENV: 'test' })).to.deep.equal([]);
  });
});

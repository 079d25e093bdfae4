import { expect } from 'chai';
import { servicesOf } from '../../../../../../scripts/production/censo/doctor/process.ts';
import { loadConfig } from '../../../../../../shared/config/load.ts';
import { allServices, type ServiceName } from '../../../../../../shared/contract/services.ts';
import { composeEnvOf } from '../../../../../support/image/compose.ts';

const NATS_URL = 'nats://nats:4222';
const DATABASE_URL = 'postgres://censo@postgres/censo';
const GATEWAY_SECRET = 'x'.repeat(32);
const REDIS_URL = 'redis://redis:6379';

describe('The doctor takes a process', () => {
  for (const [what, env, services] of [
    ['without NATS for the whole portal', { DATABASE_URL }, allServices],
    ['that knows every server for the whole portal', { NATS_URL, DATABASE_URL, REDIS_URL }, allServices],
    ['that knows the database for those that have one', { NATS_URL, DATABASE_URL }, ['accounts', 'census']],
    ['that knows Redis for one that looks up', { NATS_URL, REDIS_URL, DATABASE_URL: ' ' }, ['scraper']],
    [
      'that signs what strangers bring for the portal’s pages',
      { NATS_URL, REDIS_URL, GATEWAY_SECRET },
      ['gateway'],
    ],
    ['that knows neither for the portal’s pages', { NATS_URL }, ['gateway']],
  ] as const) {
    it(what, () => {
      expect(servicesOf(env, [])).to.deep.equal(services);
    });
  }

  it('for what it is told to, whatever the environment has', () => {
    expect(servicesOf({ NATS_URL, DATABASE_URL }, ['scraper', 'gateway'])).to.deep.equal([
      'scraper',
      'gateway',
    ]);
  });

  it('for nothing that does not exist', () => {
    expect(() => servicesOf({}, ['nada'])).to.throw('No existe el servicio nada');
  });

  for (const service of ['accounts', 'census', 'scraper', 'gateway'] satisfies ServiceName[]) {
    it(`for ${service}, with the environment that docker compose gives it, and finds that complete`, () => {
      const env = composeEnvOf(service);
      const services = servicesOf(env, []);
      expect(services).to.deep.equal([service]);
      expect(loadConfig(env, services).mode).to.equal('distributed');
    });
  }

  it('without a fault in the environment of any other container of docker compose', () => {
    for (const service of ['migrate', 'simulator']) {
      const env = composeEnvOf(service);
      expect(() => loadConfig(env, servicesOf(env, []), { isMember: false }), service).not.to.throw();
    }
  });
});

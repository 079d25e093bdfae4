import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { ServiceBroker, type ServiceSchema } from 'moleculer';
import { brokerOptions } from '../../moleculer.config.ts';
import type { Config } from '../../shared/config/config.ts';
import { loadConfig } from '../../shared/config/load.ts';
import { namedServices } from '../../shared/config/named-services.ts';
import type { ServiceName } from '../../shared/contract/services.ts';
import { isAppError } from '../../shared/errors.ts';
import { runtimeOf } from '../../shared/moleculer/runtime.ts';
import { demoNotice } from './demo-notice.ts';
import { demonstrate } from './demonstrate.ts';
import { preflight } from './preflight.ts';
import { exitWhenOrphaned, stopOnSignals } from './process-lifecycle.ts';

/** Each is read when it is asked for. Written out: a bundler has to see them. */
const services: Record<ServiceName, () => Promise<{ default: ServiceSchema }>> = {
  gateway: () => import('../../services/gateway/gateway.service.ts'),
  accounts: () => import('../../services/accounts/accounts.service.ts'),
  census: () => import('../../services/census/census.service.ts'),
  scraper: () => import('../../services/scraper/scraper.service.ts'),
  simulator: () => import('../../services/simulator/simulator.service.ts'),
};

/** Starts the services named on the command line, or all of them: `npm start`, `npm start gateway accounts`. */
const main = async (): Promise<void> => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = loadConfig(process.env, namedServices(process.argv.slice(2)));
  await preflight(config);
  const broker = new ServiceBroker(brokerOptions(config));
  const stop = stopOnSignals((patienceMs) => {
    runtimeOf(broker).stopPatienceMs = patienceMs;
    return broker.stop();
  });
  exitWhenOrphaned(stop);
  for (const name of config.services) broker.createService((await services[name]()).default);
  await broker.start();
  announce(config);
  demonstrate(broker, config);
  // Else it is written at the end, which a process that is killed never reaches.
  flushCompileCache();
};

const announce = (config: Config): void => {
  const address = `http://localhost:${config.port}`;
  if (config.services.includes('gateway'))
    console.log(`\nCenso Vivo está en ${address}\n${demoNotice(config)}`);
  else console.log(`Censo Vivo: ${config.services.join(', ')} en marcha`);
};

try {
  await main();
} catch (error) {
  // One clear line for what a person can mend; everything for what only a developer can.
  console.error(isAppError(error) ? error.message : error);
  process.exit(1);
}

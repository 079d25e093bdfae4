import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { ServiceBroker } from 'moleculer';
import { brokerOptions } from '../moleculer.config.ts';
import { allServices, type Config, type ServiceName } from '../shared/config/config.ts';
import { loadConfig } from '../shared/config/load.ts';
import { AppError, isAppError } from '../shared/errors.ts';
import { demoNotice } from './demo-notice.ts';
import { preflight } from './preflight.ts';
import { exitWhenOrphaned, stopOnSignals } from './process-lifecycle.ts';

/** Starts the services named on the command line, or all of them: `npm start`, `npm start gateway accounts`. */
const main = async (): Promise<void> => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = loadConfig(process.env, servicesFrom(process.argv.slice(2)));
  await preflight(config);
  const broker = new ServiceBroker(brokerOptions(config));
  const stop = stopOnSignals(() => broker.stop());
  exitWhenOrphaned(stop);
  for (const name of config.services) {
    broker.loadService(join(import.meta.dirname, '..', 'services', name, `${name}.service.ts`));
  }
  await broker.start();
  announce(config);
  // Else it is written at the end, which a process that is killed never reaches.
  flushCompileCache();
};

const servicesFrom = (names: readonly string[]): readonly ServiceName[] => {
  if (names.length === 0) return allServices;
  const unknown = names.filter((name) => !(allServices as readonly string[]).includes(name));
  if (unknown.length > 0) {
    throw new AppError(
      'unknown_service',
      `No existe el servicio ${unknown.join(', ')}. Los servicios son: ${allServices.join(', ')}.`,
    );
  }
  return allServices.filter((name) => names.includes(name));
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

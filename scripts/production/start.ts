import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { ServiceBroker, type ServiceSchema } from 'moleculer';
import { brokerOptions } from '../../moleculer.config.ts';
import type { Config } from '../../shared/config/config.ts';
import { loadConfig } from '../../shared/config/load.ts';
import { namedServices } from '../../shared/config/named-services.ts';
import type { ServiceName } from '../../shared/contract/services.ts';
import { sayFatal } from '../../shared/log/say-fatal.ts';
import { callerOf } from '../../shared/moleculer/call.ts';
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
  const inTerminal = !config.production && config.services.includes('gateway');
  if (inTerminal) console.log('Censo Vivo arranca: unos segundos, y la primera vez unos más.');
  const broker = new ServiceBroker(brokerOptions(config));
  const stop = stopOnSignals((patienceMs) => {
    if (inTerminal) console.log('Censo Vivo se detiene…');
    runtimeOf(broker).stopPatienceMs = patienceMs;
    return broker.stop();
  });
  exitWhenOrphaned(stop);
  for (const name of config.services) broker.createService((await services[name]()).default);
  await broker.start();
  await announce(broker, config);
  demonstrate(broker, config);
  // Else it is written at the end, which a process that is killed never reaches.
  flushCompileCache();
};

const announce = async (broker: ServiceBroker, config: Config): Promise<void> => {
  const isPortal = config.services.includes('gateway');
  const what = isPortal
    ? `está en http://localhost:${config.port}`
    : `(${config.services.join(', ')}) en marcha`;
  // There every line is one of the log.
  if (config.production) return broker.getLogger('start').info(`Censo Vivo ${what}`);
  console.log(
    isPortal
      ? `\nCenso Vivo ${what}\n${demoNotice(config, await simulatorOf(broker, config))}`
      : `Censo Vivo ${what}`,
  );
};

/** Where the imitated pages are, where this process has them. */
const simulatorOf = async (broker: ServiceBroker, { services }: Config): Promise<string | undefined> => {
  if (!services.includes('simulator')) return undefined;
  const { consultacenso } = await callerOf(broker, 'scraper')('simulator.address', {});
  return new URL(consultacenso).origin;
};

try {
  await main();
} catch (error) {
  sayFatal(error);
  process.exit(1);
}

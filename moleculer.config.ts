import type { BrokerOptions } from 'moleculer';
import type { Config } from './shared/config/config.ts';
import { loadConfig } from './shared/config/load.ts';
import { allServices } from './shared/contract/services.ts';
import { moleculerLogger } from './shared/log/logger.ts';
import { contractPlugin } from './shared/moleculer/contract-plugin.ts';
import { directPlugin } from './shared/moleculer/direct-plugin.ts';
import { AppErrorRegenerator } from './shared/moleculer/error-regenerator.ts';
import { lifecyclePlugin } from './shared/moleculer/lifecycle-plugin.ts';
import { metricsPlugin } from './shared/moleculer/metrics-plugin.ts';
import { natsOptions } from './shared/nats/connection.ts';
import { NAMESPACE, nodeIdOf } from './shared/nats/subjects.ts';
import { SignedNatsTransporter } from './shared/nats/transporter.ts';

/**
 * A server that stands still with its connections open is given up after 4.5 s, and services are called directly until
 * another is found; the library's own time is 6 min.
 */
const PATIENCE = { pingInterval: 1_500, maxPingOut: 2, reconnectTimeWait: 500 };

/**
 * The library waits a second with the word that a process is there, in case more of its services come. Meanwhile a gateway
 * serves already, and nobody would tell it which sessions are over. The library's types lack the option.
 */
const QUICK_WORD: NonNullable<BrokerOptions['transit']> & { serviceChangedDebounceTime: number } = {
  serviceChangedDebounceTime: 20,
};

/** The broker of one process: transport, timeouts and the plugins that every service relies on. */
export const brokerOptions = (config: Config): BrokerOptions => ({
  nodeID: nodeIdOf(config.services),
  namespace: NAMESPACE,
  transporter:
    config.nats === undefined
      ? null
      : new SignedNatsTransporter({ ...natsOptions(config.nats), ...PATIENCE }),
  errorRegenerator: new AppErrorRegenerator(),
  requestTimeout: 8_000,
  // Calls go on to a node that was killed or stands still until its heartbeats are missed: for 5 to 10 s.
  heartbeatInterval: 1,
  heartbeatTimeout: 5,
  // A service that waits for others at its start looks for them so often; the library's second is half of a start.
  dependencyInterval: 100,
  transit: QUICK_WORD,
  tracking: { enabled: true, shutdownTimeout: 3_000 },
  // Our prom-client plugin makes a local call 2 times as dear, Moleculer's own metrics 7 times.
  metrics: { enabled: false },
  validator: false,
  // Lists of processes, services and actions, for whoever asks: we do not.
  internalServices: false,
  skipProcessEventRegistration: true,
  logger: moleculerLogger(config),
  middlewares: [lifecyclePlugin(config), directPlugin(config), metricsPlugin(), contractPlugin],
});

/** The services named on the command line (`gateway`, `services/gateway/gateway.service.ts`), or all of them. */
const named = allServices.filter((name) =>
  process.argv.slice(2).some((argument) => argument === name || argument.endsWith(`${name}.service.ts`)),
);

export default (): BrokerOptions =>
  brokerOptions(loadConfig(process.env, named.length > 0 ? named : allServices));

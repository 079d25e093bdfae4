import type { ServiceBroker } from 'moleculer';
import type { Config } from '../config/config.ts';
import { allServices } from '../contract/services.ts';
import type { DurableBus } from '../durable/bus.ts';
import { createInProcessBus } from '../durable/in-process-bus.ts';
import { createJetStreamBus } from '../durable/jetstream-bus.ts';
import { createReadiness, type Readiness } from '../health/readiness.ts';
import { type Credentials, createGuard, type Guard } from '../identity/guard.ts';
import { createKeyring, createOwnKeyring, type Keyring } from '../identity/keyring.ts';
import { createMetrics, type Metrics } from '../metrics/metrics.ts';
import { events, keepsEvents, STREAM_MAKER } from '../nats/arrows.ts';
import type { SchemaOwner } from '../persistence/database.ts';
import type { RoleName } from '../persistence/roles/role-names.ts';
import type { RoleUrls } from '../persistence/roles/role-urls.ts';
import type { Drain } from './drain-all.ts';

/** Calls other processes without NATS. */
interface DirectCaller {
  /** Whether NATS is away and the action is another process's. */
  isWanted(action: string): boolean;
  /** Follows a call over NATS; it ends when NATS goes away, since nobody can say whether it was heard. */
  untilAway<T>(action: string, call: Promise<T>): Promise<T>;
  /** @throws what the action threw, or an error of Moleculer's when no process could be asked */
  call(action: string, params: unknown, timeoutMs: number, meta: Credentials): Promise<unknown>;
}

/** What the plugins of `moleculer.config.ts` give to the services of one process. */
export interface Runtime {
  readonly config: Config;
  readonly bus: DurableBus;
  readonly metrics: Metrics;
  /** The keys of this process's services. */
  readonly keyring: Keyring;
  /** Looks at who calls. */
  readonly guard: Guard;
  /** Every service says here what it needs for its work. */
  readonly readiness: Readiness;
  /** How services are called while NATS is away; embedded, there is none. */
  direct: DirectCaller | undefined;
  /** Postgres of this process: DATABASE_URL, or the embedded server once it has started. */
  databaseUrl: string | undefined;
  /** Where this process has a role for each part of the portal, the addresses with which those come in. */
  roleUrls: RoleUrls | undefined;
  /** Who migrates, where this process does: without NATS it is the only one. */
  schemaOwner: SchemaOwner | undefined;
  /** What may begin only when every service of this process has started, such as publishing to its consumers. */
  readonly afterStart: (() => void)[];
  /** Work to finish before any service stops, in the order in which it was added; each is told how long it may take. */
  readonly drains: Drain[];
  /** What is in flight when this process stops may go on for so long. */
  stopPatienceMs: number;
}

/** When nobody says otherwise. */
const STOP_PATIENCE_MS = 5_000;

const runtimes = new WeakMap<ServiceBroker, Runtime>();

/** Makes the runtime of one process; `runtimeOf` finds it again. */
export const createRuntime = (broker: ServiceBroker, config: Config): Runtime => {
  const log = broker.getLogger('events');
  const metrics = createMetrics();
  const { identity } = config;
  const keyring =
    identity === undefined ? createOwnKeyring(allServices) : createKeyring(identity.own, identity.everybodys);
  const runtime: Runtime = {
    config,
    bus:
      config.nats === undefined
        ? createInProcessBus()
        : createJetStreamBus({
            nats: config.nats,
            name: broker.nodeID,
            keeps: config.services.some(keepsEvents),
            log,
            replicas: config.natsStreamReplicas,
            patienceMs: config.startTimeoutS * 1_000,
            makesStream: config.services.includes(STREAM_MAKER),
            consumedBy: (event) => events[event].consumers,
            remade: (event) => metrics.consumersRemade.inc({ event }),
          }),
    metrics,
    keyring,
    guard: createGuard(keyring, config.freshProofMs),
    readiness: createReadiness(),
    direct: undefined,
    databaseUrl: config.databaseUrl,
    roleUrls: undefined,
    schemaOwner: undefined,
    afterStart: [],
    drains: [],
    stopPatienceMs: STOP_PATIENCE_MS,
  };
  runtimes.set(broker, runtime);
  return runtime;
};

/** @throws Error when the broker was not made from `moleculer.config.ts` */
export const runtimeOf = (broker: ServiceBroker): Runtime => {
  const runtime = runtimes.get(broker);
  if (runtime === undefined) throw new Error('this broker has no runtime: start it with moleculer.config.ts');
  return runtime;
};

/** @throws Error when the process has neither DATABASE_URL nor an embedded Postgres */
export const databaseUrlOf = ({ databaseUrl, roleUrls }: Runtime, role: RoleName): string => {
  const url = roleUrls?.[role] ?? databaseUrl;
  if (url === undefined) throw new Error('no Postgres for this process');
  return url;
};

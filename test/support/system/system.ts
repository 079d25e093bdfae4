import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../../services/simulator/server.ts';
import { allServices, type ServiceName } from '../../../shared/contract/services.ts';
import { lightBrowserPath } from '../browser/light-browser.ts';
import { CHEAP_KIB, DEAR_KIB } from '../cheap-passwords.ts';
import { eventually } from '../eventually.ts';
import { type Child, startCenso } from '../processes/child.ts';
import { browsersWith, signalIfThere } from '../processes/processes.ts';
import { unusedPort } from '../processes/unused-port.ts';
import { type Balancer, startBalancer } from '../servers/balancer.ts';
import { putCluster } from '../servers/cluster.ts';
import { killPostgres, type Servers, startServers } from '../servers/servers.ts';
import { responsible } from './responsible.ts';

export type Mode = 'embedded' | 'distributed';

/** The whole product as processes, with a simulator in this process as the official page. */
export interface System {
  mode: Mode;
  /** Where the portal is. */
  origin: string;
  simulator: Simulator;
  /** Every process by its role: `censo` embedded; gateway, accounts, census, scraper-1… distributed. */
  processes: Map<string, Child>;
  /** Where a process has its /metrics, /healthz and /readyz. */
  operations(role: string): string;
  /** Ends one process with a signal, SIGKILL unless told, and forgets it. */
  kill(role: string, signal?: NodeJS.Signals): Promise<void>;
  /** Takes a gateway out of what passes connections on, ends a process with SIGTERM and forgets it. */
  retire(role: string): Promise<void>;
  /** What stands before the gateways when there are several. */
  balancer: Balancer | undefined;
  /** Starts a process again that was killed, or one more of a kind: `accounts-3`; `env` is for it alone. */
  start(role: string, env?: Record<string, string>): Promise<void>;
  /** The roles that do the lookups. */
  scrapers: readonly string[];
  /** A folder of this system alone, which is in the environment of all its processes. */
  folder: string;
  /** Kills every browser with SIGKILL. */
  killBrowsers(): void;
  /** Kills the portal's own Postgres (embedded) or the server (distributed) with SIGKILL. */
  killPostgres(): Promise<void>;
  servers: Servers | undefined;
  stop(): Promise<void>;
}

export interface SystemOptions {
  mode: Mode;
  /** Scrapers in distributed mode; 2 unless told. */
  scrapers?: number;
  /** Processes of each other kind in distributed mode; 1 unless told. Several gateways stand behind a balancer. */
  replicas?: Partial<Record<ServiceName, number>>;
  simulatorDelayMs?: number;
  env?: Record<string, string>;
}

/** Fast enough for a test; each test changes what it is about. */
const fastEnv = {
  NODE_ENV: 'test',
  PASSWORD_MEMORY_KIB: String(CHEAP_KIB),
  LOG_LEVEL: 'info',
  HOST: '127.0.0.1',
  SPACING_MS: '200',
  // No browser: what a portal does with answers needs none, and a lookup costs a fiftieth.
  SOURCE: './test/source-kit/simulated-http.ts',
  LOOKUP_TIMEOUT_S: '12',
  LEASE_S: '16',
  RETRY_DELAYS_S: '1',
  MAX_ATTEMPTS: '2',
  REFRESH_COOLDOWN_S: '2',
  // Tests of failures share systems with others, which must not stand still for them.
  CIRCUIT_THRESHOLD: '1000',
  OUTAGE_PEOPLE: '100',
  // Everybody comes from this machine. Tests of the limits have their own.
  LIMIT_READ: '60 ip=1000000',
  LIMIT_WRITE: '60 ip=100000 persona=10000',
  LIMIT_REGISTER: '600 ip=100000 red=100000 cedula=10000/- portal=100000',
  LIMIT_LOGIN: '600 ip=100000 red=100000 cedula=10000/- portal=100000',
  LIMIT_STRENGTH: '60 ip=100000 persona=10000',
  LIMIT_RECOVERY: '600 ip=100000 red=100000 portal=100000',
  LIMIT_CLAIM: '600 ip=100000 red=100000 portal=100000',
  LIMIT_LIST: '600 persona=100000',
  LIMIT_EXPORT: '600 ip=10000 persona=10000',
  LIMIT_STREAM: '60 ip=10000 persona=10000',
  STREAMS_PER_ADDRESS: '10000',
  // A suite may take longer than a proof is fresh; what is about that sets the time back.
  FRESH_PROOF_S: '86400',
  FACTOR_KEY: 'MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
  ADMIN_CEDULA: '900000001',
  ADMIN_PASSWORD: 'clave-de-administracion',
};

/** What the system seals second factors and erasures with. */
export const factorKey = fastEnv.FACTOR_KEY;
export const admin = { cedula: fastEnv.ADMIN_CEDULA, password: fastEnv.ADMIN_PASSWORD };

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${name}-${n + 1}`);

/** Starts everything and waits until the portal can do its work. */
export const startSystem = async (options: SystemOptions): Promise<System> => {
  const { mode, scrapers = 2, simulatorDelayMs = 50 } = options;
  const simulator = await startSimulator({ delayMs: simulatorDelayMs });
  const folder = await mkdtemp(join(tmpdir(), 'censo-system-'));
  // The browser is another user: it passes through, and writes as in any /tmp.
  await chmod(folder, 0o711);
  await mkdir(join(folder, 'tmp'));
  await chmod(join(folder, 'tmp'), 0o1777);
  const servers = mode === 'distributed' ? await startServers() : undefined;
  if (servers === undefined) await putCluster(join(folder, 'data'));
  const port = await unusedPort();
  const origin = `http://127.0.0.1:${port}`;
  const base = {
    ...fastEnv,
    // Else any name will do, which is what tests of names are about.
    ...(options.env?.NODE_ENV === 'production'
      ? { PUBLIC_URL: origin, PASSWORD_MEMORY_KIB: String(DEAR_KIB), ...responsible }
      : {}),
    PORT: String(port),
    DATA_DIR: join(folder, 'data'),
    TMPDIR: join(folder, 'tmp'),
    REGISTRADURIA_URL: simulator.pageUrl(options.env?.SOURCE === 'wsp' ? 'wsp' : 'consultacenso'),
    ...(options.env?.SOURCE?.endsWith(',wsp') ? { NEXT_URLS: simulator.pageUrl('wsp') } : {}),
    CHROMIUM_PATH: await lightBrowserPath(),
    ...options.env,
  };
  const several = (name: ServiceName): string[] => {
    const count = options.replicas?.[name] ?? 1;
    return count === 1 ? [name] : numbered(name, count);
  };
  const roles =
    mode === 'embedded'
      ? ['censo']
      : [
          ...several('accounts'),
          ...several('census'),
          ...several('gateway'),
          ...numbered('scraper', scrapers),
        ];
  const processes = new Map<string, Child>();
  const metricsPorts = new Map<string, number>();
  const gatewayPorts = new Map<string, number>();
  const balancer = (options.replicas?.gateway ?? 1) > 1 ? await startBalancer(port) : undefined;

  const start = async (role: string, env: Record<string, string> = {}): Promise<void> => {
    const service = allServices.find((name) => name === role.replace(/-\d+$/, ''));
    const services = service === undefined ? [] : [service];
    const behindBalancer = balancer !== undefined && service === 'gateway';
    const own = behindBalancer ? (gatewayPorts.get(role) ?? (await unusedPort())) : port;
    const metricsPort = await unusedPort();
    metricsPorts.set(role, metricsPort);
    const child = startCenso(services, {
      // As deployed: a process has the addresses and secrets of its own service alone.
      ...(service === undefined ? {} : servers?.envOf(service)),
      ...base,
      PORT: String(own),
      METRICS_PORT: String(metricsPort),
      ...env,
    });
    processes.set(role, child);
    // Else a test would wait for its answer in vain.
    child.ended.then(() => {
      if (processes.get(role) === child)
        console.error(`${role} ended unasked:\n${child.output().slice(-2_000)}`);
    });
    await child.printed(role === 'censo' || role.startsWith('gateway') ? 'Censo Vivo está en' : 'en marcha');
    if (!behindBalancer || gatewayPorts.has(role)) return;
    gatewayPorts.set(role, own);
    balancer.add(own);
  };

  const stop = async (): Promise<void> => {
    const running = [...processes.values()];
    processes.clear();
    await Promise.all(running.map((child) => child.stop('SIGINT')));
    await balancer?.close();
    await simulator.close();
    await servers?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(roles.map((role) => start(role)));
    await eventually('the portal is ready', async () => (await fetch(`${origin}/readyz`)).ok);
  } catch (error) {
    // What is left of it would keep the tests from ending.
    await stop();
    throw error;
  }

  const forget = (role: string): Child => {
    const child = processes.get(role);
    if (child === undefined) throw new Error(`no process ${role}`);
    processes.delete(role);
    return child;
  };

  return {
    mode,
    origin,
    simulator,
    processes,
    servers,
    scrapers: mode === 'embedded' ? ['censo'] : roles.filter((role) => role.startsWith('scraper')),
    folder,
    operations: (role) => `http://127.0.0.1:${metricsPorts.get(role)}`,
    start,
    killBrowsers() {
      for (const pid of browsersWith(folder)) signalIfThere(pid, 'SIGKILL');
    },
    killPostgres: () => servers?.postgres.kill() ?? killPostgres(base.DATA_DIR),
    async kill(role, signal = 'SIGKILL') {
      const child = forget(role);
      child.kill(signal);
      await child.ended;
    },
    async retire(role) {
      balancer?.remove(gatewayPorts.get(role) ?? 0);
      gatewayPorts.delete(role);
      await forget(role).stop();
    },
    balancer,
    stop,
  };
};

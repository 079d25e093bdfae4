import type { Role } from '../contract/accounts.ts';
import type { ServiceName } from '../contract/services.ts';
import type { RolePasswords } from '../persistence/roles/role-names.ts';
import type { ServiceKey } from './variables/identity.ts';
import type { LaneConfig } from './variables/lanes.ts';
import type { Limit, LimitKind } from './variables/limits.ts';
import type { builtInSources } from './variables/source.ts';

export type BuiltInSource = (typeof builtInSources)[number];

/** Where lookups go: the built-in simulator, or a page by its full address. */
export type Target = { kind: 'simulator' } | { kind: 'page'; url: URL };

/** Where NATS is, and as whom this process connects. */
export interface NatsAccess {
  url: string;
  user: string | undefined;
  password: string | undefined;
  /** Files with certificates; without any, `tls://` goes by the authorities that Node knows. */
  tls: { ca: string | undefined; cert: string | undefined; key: string | undefined };
}

interface CedulaAccount {
  cedula: string;
  password: string;
}

/** Whose texts people decide on, and what those say of whoever answers for the data. */
export interface ConsentConfig {
  /** A folder of the operator's; undefined = what the portal brings. */
  dir: string | undefined;
  name: string;
  nit: string;
  address: string;
  mail: string;
  phone: string;
  area: string;
  retention: string;
  transfer: string;
}

/** The election that people come for; its day in Colombia, `2026-05-31`. */
export interface ElectionConfig {
  name: string;
  day: string;
}

/** When people's data have been kept long enough: so many days without use (0 = never), and a day for all. */
export interface RetentionConfig {
  days: number;
  until: Date | undefined;
}

/** The validated configuration of one process. Durations carry their unit in their name. */
export interface Config {
  readonly production: boolean;
  /** embedded: no broker, services in one process. distributed: services meet over NATS. */
  readonly mode: 'embedded' | 'distributed';
  readonly services: readonly ServiceName[];
  readonly host: string;
  readonly port: number;
  readonly metricsHost: string;
  readonly metricsPort: number;
  /** Where the other processes reach this one while NATS is away; loopback: only those of this machine. */
  readonly directHost: string;
  /** Where a process of the distributed mode takes calls while NATS is away; 0 = any free port. */
  readonly directPort: number;
  /** How many of our own proxies stand before the portal. */
  readonly proxyHops: number;
  /** The portal's own addresses, the first of which it calls itself; none = any, under development. */
  readonly publicUrls: readonly URL[];
  /** What the gateways sign with: the first signs, all are believed. Undefined = one at random, known to this process. */
  readonly gatewaySecrets: readonly string[] | undefined;
  readonly limits: Readonly<Record<LimitKind, Limit>>;
  /** The proof of work above the usual rate, and the wait in its place. */
  readonly proof: { cost: number; waitS: number };
  readonly streamsPerAddress: number;
  /** Address of whoever is told of a hole in the portal. */
  readonly securityContact: string | undefined;
  /** Undefined: pages name none. */
  readonly election: ElectionConfig | undefined;
  readonly databaseUrl: string | undefined;
  /** What `censo migrate`, and the embedded mode, give the services' roles; none: they keep theirs. */
  readonly rolePasswords: Readonly<RolePasswords>;
  /** For whom `censo backup` encrypts, and after how many hours an alert rings; 0 = never. */
  readonly backup: { recipients: readonly string[]; maxAgeH: number };
  /** Where and as whom it connects to NATS; undefined: embedded. */
  readonly nats: NatsAccess | undefined;
  /** The keys of this process's services, and everybody's; undefined embedded, where they never leave the process. */
  readonly identity: { own: readonly ServiceKey[]; everybodys: readonly ServiceKey[] } | undefined;
  /** On how many servers JetStream keeps each event. */
  readonly natsStreamReplicas: number;
  readonly redisUrl: string | undefined;
  /** How long a start waits for Postgres and NATS. */
  readonly startTimeoutS: number;
  /** How often services look for what an event should have told them. */
  readonly catchUpS: number;
  /** Tries of an event before it is put aside. */
  readonly eventTries: number;
  readonly dataDir: string;
  /** A built-in source, or the path of a module: the one that is asked first. */
  readonly source: string;
  readonly target: Target;
  /** Those that are asked while the ones before them rest, in their order. */
  readonly nextSources: readonly { readonly source: string; readonly target: Target }[];
  /** True unless the target is a host of registraduria.gov.co: then every page must say that the data are made up. */
  readonly simulatedData: boolean;
  readonly simulatorHost: string;
  readonly simulatorPort: number;
  readonly simulatorDelayMs: number;
  readonly spacingMs: number;
  readonly retryDelaysS: readonly number[];
  readonly maxAttempts: number;
  readonly lookupTimeoutS: number;
  readonly leaseS: number;
  readonly refreshCooldownS: number;
  /** Refusals in a row open it for `openS`; people in a row who fail by nothing of theirs, for the outage's seconds. */
  readonly circuit: {
    threshold: number;
    openS: number;
    maxOpenS: number;
    people: number;
    outageOpenS: number;
    outageMaxOpenS: number;
  };
  readonly evidenceDays: number;
  /** How long a person's attempts are kept; 0 = as long as the person. */
  readonly historyDays: number;
  readonly retention: RetentionConfig;
  /** Checks of old answers; 0 days = never. Hours of the day in Colombia. */
  readonly revalidation: { days: number; hours: { from: number; to: number }; final: boolean };
  readonly scraperConcurrency: number;
  readonly lanes: readonly LaneConfig[];
  readonly browser: {
    driver: 'rebrowser' | 'patchright' | 'playwright';
    headed: boolean;
    /** auto: as much as the machine can do. on: all of it, or no start. off: without the tabs' own. */
    sandbox: 'auto' | 'on' | 'off';
    /** Its user where the scraper is root. */
    uid: number;
    /** Hosts that pages may load parts from, besides the source's own. */
    hosts: readonly string[];
    maxLookups: number;
    /** How many lookups one context serves at the most; 1 = a fresh one for each. */
    contextLookups: number;
    maxMemoryMb: number;
  };
  readonly captcha: { name: 'none' | 'twocaptcha'; apiKey: string | undefined; baseUrl: string };
  /** How long it counts that a person showed that it is they. */
  readonly freshProofMs: number;
  /** Second factors; without keys, this machine keeps one of its own in the data folder. */
  readonly factors: {
    keys: readonly [Buffer, ...Buffer[]] | undefined;
    roles: readonly Role[];
    graceMs: number;
  };
  /** A session of who sees or steers what is others' is over after so many minutes without a request. */
  readonly staffIdleM: number;
  /** Memory that each new hash of a password takes. */
  readonly passwordMemoryKib: number;
  /** How people's phones are reached; how many codes a day, and when what can wait does. */
  readonly messenger: MessengerConfig;
  /** How browsers are told although no page is open. */
  readonly push: PushConfig;
  readonly consent: ConsentConfig;
  readonly admin: CedulaAccount | undefined;
  readonly demoAccounts: boolean;
  /** Whether those who lead among them have people. */
  readonly demoPeople: boolean;
  readonly chromiumPath: string | undefined;
  /** Where traces go; none are made unless told. */
  readonly tracing: { readonly endpoint: string; readonly ratio: number } | undefined;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
}

export interface MessengerConfig {
  readonly name: 'none' | 'console' | 'webhook' | 'twilio';
  /** Codes a day to one person and to one number, and as many notices. */
  readonly personDay: number;
  readonly subnetDay: number;
  readonly portalDay: number;
  /** Of the portal's, those to other countries. */
  readonly abroadDay: number;
  /** Full hours in Colombia; null = none are quiet. */
  readonly quiet: { readonly from: number; readonly to: number } | null;
  readonly webhook: { readonly url: string | undefined; readonly secret: string | undefined };
  readonly twilio: {
    readonly account: string | undefined;
    readonly token: string | undefined;
    readonly from: string | undefined;
    /** What WhatsApp has approved, by kind of message. */
    readonly templates: Readonly<Record<string, string>>;
    readonly baseUrl: string;
  };
}

export interface PushConfig {
  /** Whose servers may be sent to, `*.` before a name for all below it; none = nobody is told. */
  readonly hosts: readonly string[];
  /** Also to this machine, for tests. */
  readonly loopback: boolean;
  readonly personDay: number;
  /** Private, of P-256; undefined = the database keeps one. */
  readonly key: Buffer | undefined;
  /** Whom a push service writes to. */
  readonly subject: string;
}

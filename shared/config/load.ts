import { resolve } from 'node:path';
import type { Role } from '../contract/accounts.ts';
import type { ServiceName } from '../contract/services.ts';
import { allServices } from '../contract/services.ts';
import { AppError } from '../errors.ts';
import { parseCedula } from '../person/cedula.ts';
import type { Config, NatsAccess } from './config.ts';
import { inconsistencies } from './consistency.ts';
import { type Environment, withFiles } from './from-files.ts';
import { isOfficial } from './hosts/official.ts';
import { type Values, variables } from './variables/variables.ts';

/** Who sees other people's data, or steers the portal: in production they need a second factor. */
const STAFF: readonly Role[] = ['ADMIN', 'OPERATOR', 'COORDINATOR'];
const DAY_MS = 24 * 3_600_000;
/** Under development. */
const NOBODYS_MAIL = 'datos@example.org';

/**
 * Reads and validates the environment.
 *
 * @param services the services that this process will run
 * @param options.isMember false for an order, which reads the same variables and is no part of the portal
 * @throws AppError `config_invalid` that names every problem at once, one a line
 */
export const loadConfig = (
  env: Environment,
  services: readonly ServiceName[] = allServices,
  { isMember = true }: { isMember?: boolean } = {},
): Config => {
  const problems: string[] = [];
  const values = parseValues(withFiles(env, Object.keys(variables), problems), problems);
  problems.push(...inconsistencies(values, services, isMember));
  if (problems.length > 0) {
    const list = problems.map((problem) => `  - ${problem}`).join('\n');
    throw new AppError('config_invalid', `La configuración no es válida:\n${list}`);
  }
  return build(values as Required<Values>, services);
};

const parseValues = (env: Environment, problems: string[]): Values => {
  const values: Record<string, unknown> = {};
  for (const [name, { schema, fallback }] of Object.entries(variables)) {
    const given = env[name]?.trim();
    const raw = given === undefined || given === '' ? fallback : given;
    if (raw === undefined) continue;
    const parsed = schema.safeParse(raw);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${name}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`);
  }
  // Each value was parsed by the schema of its own name, which is what Values says.
  return values as Values;
};

// Every variable with a fallback has a value once there are no problems.
type Complete = { [K in keyof Values]: Exclude<Values[K], undefined> };

const SANDBOX = { auto: 'auto', '0': 'off', '1': 'on' } as const;

const build = (given: Required<Values>, services: readonly ServiceName[]): Config => {
  const v = given as Complete;
  const url = given.REGISTRADURIA_URL === undefined ? undefined : new URL(given.REGISTRADURIA_URL);
  const mode = given.NATS_URL === undefined ? 'embedded' : 'distributed';
  const adminCedula = given.ADMIN_CEDULA === undefined ? null : parseCedula(given.ADMIN_CEDULA);
  const production = v.NODE_ENV === 'production';
  const demoAccounts = v.DEMO_ACCOUNTS === '1' && mode === 'embedded' && url === undefined && !production;
  return {
    production,
    mode,
    services: url === undefined ? services : services.filter((name) => name !== 'simulator'),
    host: v.HOST,
    port: v.PORT,
    metricsHost: v.METRICS_HOST,
    metricsPort: v.METRICS_PORT,
    directHost: v.DIRECT_HOST,
    directPort: v.DIRECT_PORT,
    proxyHops: v.TRUST_PROXY,
    publicUrls: given.PUBLIC_URL ?? [],
    gatewaySecrets: given.GATEWAY_SECRET,
    limits: {
      read: v.LIMIT_READ,
      write: v.LIMIT_WRITE,
      register: v.LIMIT_REGISTER,
      login: v.LIMIT_LOGIN,
      strength: v.LIMIT_STRENGTH,
      recovery: v.LIMIT_RECOVERY,
      claim: v.LIMIT_CLAIM,
      list: v.LIMIT_LIST,
      export: v.LIMIT_EXPORT,
      stream: v.LIMIT_STREAM,
    },
    proof: { cost: v.PROOF_COST, waitS: v.PROOF_WAIT_S },
    streamsPerAddress: v.STREAMS_PER_ADDRESS,
    securityContact: given.SECURITY_CONTACT,
    election:
      given.ELECTION_NAME === undefined || given.ELECTION_DATE === undefined
        ? undefined
        : { name: given.ELECTION_NAME, day: given.ELECTION_DATE },
    databaseUrl: given.DATABASE_URL,
    rolePasswords: {
      ...(given.DATABASE_PASSWORD_ACCOUNTS === undefined
        ? {}
        : { accounts: given.DATABASE_PASSWORD_ACCOUNTS }),
      ...(given.DATABASE_PASSWORD_CENSUS === undefined ? {} : { census: given.DATABASE_PASSWORD_CENSUS }),
      ...(given.DATABASE_PASSWORD_PACE === undefined ? {} : { pace: given.DATABASE_PASSWORD_PACE }),
      ...(given.DATABASE_PASSWORD_BACKUP === undefined ? {} : { backup: given.DATABASE_PASSWORD_BACKUP }),
    },
    backup: { recipients: given.BACKUP_RECIPIENTS ?? [], maxAgeH: v.BACKUP_MAX_AGE_H },
    nats: natsOf(given),
    identity:
      mode === 'embedded'
        ? undefined
        : { own: given.SERVICE_KEY ?? [], everybodys: given.SERVICE_PUBLIC_KEYS ?? [] },
    natsStreamReplicas: v.NATS_STREAM_REPLICAS,
    redisUrl: given.REDIS_URL,
    startTimeoutS: v.START_TIMEOUT_S,
    catchUpS: v.CATCH_UP_S,
    eventTries: v.EVENT_TRIES,
    dataDir: resolve(v.DATA_DIR),
    source: v.SOURCE[0] ?? 'consultacenso',
    nextSources: v.SOURCE.slice(1).map((source, index) => {
      const next = given.NEXT_URLS?.[index];
      return {
        source,
        target: next === undefined ? { kind: 'simulator' } : { kind: 'page', url: new URL(next) },
      };
    }),
    target: url === undefined ? { kind: 'simulator' } : { kind: 'page', url },
    simulatedData: url === undefined || !isOfficial(url),
    simulatorHost: v.SIMULATOR_HOST,
    simulatorPort: v.SIMULATOR_PORT,
    simulatorDelayMs: v.SIMULATOR_DELAY_MS,
    spacingMs: v.SPACING_MS,
    retryDelaysS: v.RETRY_DELAYS_S,
    maxAttempts: v.MAX_ATTEMPTS,
    lookupTimeoutS: v.LOOKUP_TIMEOUT_S,
    leaseS: v.LEASE_S,
    refreshCooldownS: v.REFRESH_COOLDOWN_S,
    circuit: {
      threshold: v.CIRCUIT_THRESHOLD,
      openS: v.CIRCUIT_OPEN_S,
      maxOpenS: v.CIRCUIT_MAX_OPEN_S,
      people: v.OUTAGE_PEOPLE,
      outageOpenS: v.OUTAGE_OPEN_S,
      outageMaxOpenS: v.OUTAGE_MAX_OPEN_S,
    },
    evidenceDays: v.EVIDENCE_DAYS,
    historyDays: v.HISTORY_DAYS,
    retention: { days: v.RETENTION_DAYS, until: given.RETENTION_UNTIL },
    revalidation: {
      days: v.REVALIDATE_DAYS,
      hours: v.REVALIDATE_HOURS,
      final: v.REVALIDATE_FINAL === '1',
    },
    scraperConcurrency: v.SCRAPER_CONCURRENCY,
    lanes: v.LANES,
    browser: {
      driver: v.BROWSER_DRIVER,
      headed: v.BROWSER_HEADED === '1',
      sandbox: SANDBOX[v.BROWSER_SANDBOX],
      uid: v.BROWSER_UID,
      hosts: given.BROWSER_HOSTS ?? [],
      maxLookups: v.BROWSER_MAX_LOOKUPS,
      contextLookups: v.BROWSER_CONTEXT_LOOKUPS,
      maxMemoryMb: v.BROWSER_MAX_MEMORY_MB,
    },
    captcha: { name: v.CAPTCHA_SOLVER, apiKey: given.TWOCAPTCHA_API_KEY, baseUrl: v.TWOCAPTCHA_URL },
    factors: {
      keys: given.FACTOR_KEY,
      roles: given.FACTOR_ROLES ?? (production ? STAFF : []),
      graceMs: v.FACTOR_GRACE_DAYS * DAY_MS,
    },
    freshProofMs: v.FRESH_PROOF_S * 1_000,
    staffIdleM: v.STAFF_IDLE_M,
    passwordMemoryKib: v.PASSWORD_MEMORY_KIB,
    messenger: messengerOf(given),
    push: {
      hosts: v.PUSH_HOSTS,
      loopback: v.PUSH_LOOPBACK === '1',
      personDay: v.PUSH_PERSON_DAY,
      key: given.VAPID_KEY,
      subject: given.VAPID_SUBJECT ?? `mailto:${given.RESPONSIBLE_EMAIL ?? NOBODYS_MAIL}`,
    },
    consent: {
      dir: given.CONSENT_DIR === undefined ? undefined : resolve(given.CONSENT_DIR),
      // Only outside production: there each is obligatory where a text is shown.
      name: given.RESPONSIBLE_NAME ?? 'Organización de demostración',
      nit: given.RESPONSIBLE_NIT ?? '900.000.000-0',
      address: given.RESPONSIBLE_ADDRESS ?? 'Calle 1 # 2-3, Ciudad Inventada',
      mail: given.RESPONSIBLE_EMAIL ?? NOBODYS_MAIL,
      phone: given.RESPONSIBLE_PHONE ?? '601 000 0000',
      area: given.RESPONSIBLE_AREA ?? 'Protección de datos',
      retention: v.DATA_RETENTION,
      transfer: v.DATA_TRANSFER,
    },
    admin:
      adminCedula === null || given.ADMIN_PASSWORD === undefined
        ? undefined
        : { cedula: adminCedula, password: given.ADMIN_PASSWORD },
    demoAccounts,
    demoPeople: demoAccounts && v.DEMO_PEOPLE === '1',
    chromiumPath: given.CHROMIUM_PATH,
    tracing:
      given.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : { endpoint: given.OTEL_EXPORTER_OTLP_ENDPOINT, ratio: v.OTEL_TRACES_SAMPLER_ARG },
    logLevel: given.LOG_LEVEL ?? (production ? 'info' : 'warn'),
  };
};

const messengerOf = (given: Required<Values>): Config['messenger'] => {
  const v = given as Complete;
  return {
    name: v.MESSENGER,
    personDay: v.MESSENGER_PERSON_DAY,
    subnetDay: v.MESSENGER_SUBNET_DAY,
    portalDay: v.MESSENGER_PORTAL_DAY,
    abroadDay: v.MESSENGER_ABROAD_DAY,
    quiet: v.MESSENGER_QUIET_HOURS,
    webhook: { url: given.MESSENGER_WEBHOOK_URL, secret: given.MESSENGER_WEBHOOK_SECRET },
    twilio: {
      account: given.TWILIO_ACCOUNT_SID,
      token: given.TWILIO_AUTH_TOKEN,
      from: given.TWILIO_FROM,
      templates: given.TWILIO_TEMPLATES ?? {},
      baseUrl: v.TWILIO_URL,
    },
  };
};

const natsOf = (given: Values): NatsAccess | undefined => {
  const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = given;
  if (url === undefined) return undefined;
  const tls = { ca: given.NATS_TLS_CA, cert: given.NATS_TLS_CERT, key: given.NATS_TLS_KEY };
  return { url, user, password, tls };
};

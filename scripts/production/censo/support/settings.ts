import { variables } from '../../../../shared/config/variables/variables.ts';

/**
 * Variables whose value helps and says nothing of anybody: numbers, choices, whose words are the product's own. Of every other
 * one it is only said whether it is there; one that is added later is among those.
 */
const SHOWN: ReadonlySet<string> = new Set([
  ...['NODE_ENV', 'PORT', 'METRICS_PORT', 'DIRECT_PORT', 'LOG_LEVEL', 'TRUST_PROXY', 'START_TIMEOUT_S'],
  ...['LIMIT_READ', 'LIMIT_WRITE', 'LIMIT_REGISTER', 'LIMIT_LOGIN', 'LIMIT_STRENGTH', 'LIMIT_RECOVERY'],
  ...['LIMIT_CLAIM', 'LIMIT_LIST', 'LIMIT_EXPORT', 'LIMIT_STREAM', 'PROOF_COST', 'PROOF_WAIT_S'],
  ...['STREAMS_PER_ADDRESS', 'NATS_STREAM_REPLICAS', 'CATCH_UP_S', 'EVENT_TRIES', 'SIMULATOR_DELAY_MS'],
  ...['SPACING_MS', 'RETRY_DELAYS_S', 'MAX_ATTEMPTS', 'LOOKUP_TIMEOUT_S', 'LEASE_S', 'CIRCUIT_THRESHOLD'],
  ...['CIRCUIT_OPEN_S', 'CIRCUIT_MAX_OPEN_S', 'OUTAGE_PEOPLE', 'OUTAGE_OPEN_S', 'OUTAGE_MAX_OPEN_S'],
  ...['EVIDENCE_DAYS', 'HISTORY_DAYS', 'REVALIDATE_DAYS', 'REVALIDATE_HOURS', 'REVALIDATE_FINAL'],
  ...['REFRESH_COOLDOWN_S', 'SCRAPER_CONCURRENCY', 'BROWSER_DRIVER', 'BROWSER_HEADED', 'BROWSER_SANDBOX'],
  ...['BROWSER_MAX_LOOKUPS', 'BROWSER_CONTEXT_LOOKUPS', 'BROWSER_MAX_MEMORY_MB', 'CAPTCHA_SOLVER'],
  ...[
    'STAFF_IDLE_M',
    'RETENTION_DAYS',
    'RETENTION_UNTIL',
    'DEMO_ACCOUNTS',
    'DEMO_PEOPLE',
    'BACKUP_MAX_AGE_H',
    'FACTOR_ROLES',
    'FACTOR_GRACE_DAYS',
  ],
  ...['FRESH_PROOF_S', 'MESSENGER', 'MESSENGER_PERSON_DAY', 'MESSENGER_SUBNET_DAY', 'MESSENGER_PORTAL_DAY'],
  ...['MESSENGER_ABROAD_DAY', 'MESSENGER_QUIET_HOURS'],
]);

const given = (env: NodeJS.ProcessEnv, name: string): string => env[name]?.trim() ?? '';

/** A line a variable: its value, or only that it is there. */
export const describeSettings = (env: NodeJS.ProcessEnv): string[] =>
  Object.entries(variables).map(([name, { schema, fallback }]) => {
    const value = given(env, name);
    if (value === '' && given(env, `${name}_FILE`) !== '') return `${name}: (puesta, en un archivo)`;
    if (value === '') return `${name}: (sin poner${fallback === undefined ? '' : `: ${fallback}`})`;
    // What is no value of it may be anything, such as a password in the wrong line.
    return SHOWN.has(name) && schema.safeParse(value).success ? `${name}=${value}` : `${name}: (puesta)`;
  });

const LEAST = 4;

/** Values that must stand nowhere: of every variable that is not shown, and the parts of an address. */
export const hiddenValues = (env: NodeJS.ProcessEnv): string[] => {
  const values = Object.entries(env)
    .filter(([name]) => name in variables && !SHOWN.has(name))
    .map(([name]) => given(env, name));
  const parts = values.flatMap((value) => {
    if (!URL.canParse(value)) return value.split(/[,:\s]+/);
    const { password, username } = new URL(value);
    return [password, decodeURIComponent(password), username];
  });
  return [...new Set([...values, ...parts])].filter(
    (value) => value.length >= LEAST && !/^(true|false|censo\w*|none)$/.test(value),
  );
};

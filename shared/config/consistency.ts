import { allServices, type ServiceName } from '../contract/services.ts';
import { parseCedula } from '../person/cedula.ts';
import { passwordStrength } from '../person/strength/strength.ts';
import { isLoopback } from './loopback.ts';
import type { Values } from './variables.ts';

/** The spacing that politeness asks for on any host but this machine, in milliseconds. */
const POLITE_SPACING_MS = 5_000;

/** True for the Registraduría's own hosts, the only ones whose answers are real. */
export const isOfficial = (url: URL): boolean =>
  url.hostname === 'registraduria.gov.co' || url.hostname.endsWith('.registraduria.gov.co');

type Rule = (values: Values, services: readonly ServiceName[]) => string | false;

const within = (services: readonly ServiceName[], ...names: ServiceName[]) =>
  names.some((name) => services.includes(name));

/** Only over TLS may it leave this machine: nobody in between may read a cédula or a key, or answer in the other's place. */
const isOpenToSee = (address: string): boolean => {
  const url = new URL(address);
  return url.protocol !== 'https:' && !isLoopback(url);
};

/** OWASP's minimum for argon2id with two passes (2024). */
const LEAST_PASSWORD_KIB = 19_456;

/** All addresses of official pages that are configured. */
const pagesOf = ({ REGISTRADURIA_URL, NEXT_URLS = [] }: Values): string[] =>
  REGISTRADURIA_URL === undefined ? [] : [REGISTRADURIA_URL, ...NEXT_URLS];

const rules: readonly Rule[] = [
  (v) => {
    const further = (v.SOURCE?.length ?? 1) - 1;
    const given = v.NEXT_URLS?.length ?? 0;
    if (v.REGISTRADURIA_URL === undefined)
      return (
        given > 0 && 'NEXT_URLS no sirve sin REGISTRADURIA_URL: el simulador dice dónde está cada página'
      );
    return (
      given !== further &&
      `NEXT_URLS debe tener ${further} direcciones: una por cada fuente de SOURCE después de la primera`
    );
  },
  (v) =>
    new Set(pagesOf(v).map((page) => isOfficial(new URL(page)))).size > 1 &&
    'REGISTRADURIA_URL y NEXT_URLS deben ser todas oficiales o ninguna: las respuestas inventadas no se mezclan con las reales',
  (v) =>
    v.NODE_ENV !== 'test' &&
    v.PASSWORD_MEMORY_KIB !== undefined &&
    v.PASSWORD_MEMORY_KIB < LEAST_PASSWORD_KIB &&
    `PASSWORD_MEMORY_KIB debe ser ${LEAST_PASSWORD_KIB} o más: con menos, quien robe la base prueba contraseñas muy rápido`,
  (v) =>
    v.NODE_ENV === 'production' &&
    !v.REGISTRADURIA_URL &&
    'REGISTRADURIA_URL es obligatoria con NODE_ENV=production: el simulador nunca se usa en producción',
  (v) =>
    v.NODE_ENV === 'production' &&
    pagesOf(v).some(isOpenToSee) &&
    'REGISTRADURIA_URL debe empezar por https://, y NEXT_URLS también, con NODE_ENV=production: por http:// cualquiera en el camino lee las cédulas y cambia las respuestas',
  (v) =>
    v.NODE_ENV === 'production' &&
    v.TWOCAPTCHA_URL !== undefined &&
    isOpenToSee(v.TWOCAPTCHA_URL) &&
    'TWOCAPTCHA_URL debe empezar por https:// con NODE_ENV=production: por http:// cualquiera en el camino lee la clave de su cuenta',
  (v, services) =>
    v.NODE_ENV === 'production' &&
    services.includes('simulator') &&
    // Asked for by name: among all services it is left out when there is another target (load.ts).
    services.length < allServices.length &&
    'el servicio simulator no puede iniciarse con NODE_ENV=production',
  (v, services) =>
    v.NODE_ENV === 'production' &&
    v.PUBLIC_URL === undefined &&
    within(services, 'gateway') &&
    'PUBLIC_URL es obligatoria con NODE_ENV=production: sin ella el portal creería el nombre que le diga cualquiera',
  (v, services) =>
    v.NODE_ENV === 'production' &&
    v.NATS_URL !== undefined &&
    v.GATEWAY_SECRET === undefined &&
    within(services, 'gateway') &&
    'GATEWAY_SECRET es obligatoria con NODE_ENV=production y NATS_URL: los procesos gateway deben tener la misma',
  (v) =>
    v.SPACING_MS !== undefined &&
    v.SPACING_MS < POLITE_SPACING_MS &&
    pagesOf(v).some((page) => !isLoopback(new URL(page))) &&
    `SPACING_MS=${v.SPACING_MS} es menor que ${POLITE_SPACING_MS} y el destino no es esta máquina`,
  (v) =>
    (v.ELECTION_NAME === undefined) !== (v.ELECTION_DATE === undefined) &&
    'ELECTION_NAME y ELECTION_DATE van juntas: sin el nombre la fecha no dice nada, y sin la fecha nadie sabe si ya pasó',
  (v, services) =>
    services.includes('gateway') &&
    v.PORT !== 0 &&
    v.PORT === v.METRICS_PORT &&
    `PORT y METRICS_PORT son el mismo puerto (${v.PORT})`,
  (v) =>
    v.LEASE_S !== undefined &&
    v.LOOKUP_TIMEOUT_S !== undefined &&
    v.LEASE_S <= v.LOOKUP_TIMEOUT_S &&
    `LEASE_S=${v.LEASE_S} debe ser mayor que LOOKUP_TIMEOUT_S=${v.LOOKUP_TIMEOUT_S}`,
  (v, services) =>
    v.NATS_URL !== undefined &&
    v.DATABASE_URL === undefined &&
    within(services, 'accounts', 'census') &&
    'DATABASE_URL es obligatoria cuando hay NATS_URL (servicios accounts y census)',
  (v, services) =>
    v.NATS_URL !== undefined &&
    v.REDIS_URL === undefined &&
    within(services, 'scraper') &&
    'REDIS_URL es obligatoria cuando hay NATS_URL (servicio scraper)',
  (v) =>
    (v.NATS_USER === undefined) !== (v.NATS_PASSWORD === undefined) &&
    'NATS_USER y NATS_PASSWORD van juntas: falta una',
  (v) =>
    (v.NATS_TLS_CERT === undefined) !== (v.NATS_TLS_KEY === undefined) &&
    'NATS_TLS_CERT y NATS_TLS_KEY van juntas: falta una',
  (v) =>
    (v.ADMIN_CEDULA === undefined) !== (v.ADMIN_PASSWORD === undefined) &&
    'ADMIN_CEDULA y ADMIN_PASSWORD van juntas: falta una',
  (v) =>
    v.ADMIN_CEDULA !== undefined &&
    parseCedula(v.ADMIN_CEDULA) === null &&
    'ADMIN_CEDULA debe tener de 6 a 10 dígitos',
  (v, services) => {
    if (v.ADMIN_PASSWORD === undefined || !within(services, 'accounts')) return false;
    const { problem } = passwordStrength(v.ADMIN_PASSWORD, {
      cedula: parseCedula(v.ADMIN_CEDULA ?? '') ?? '',
    });
    return problem !== null && `ADMIN_PASSWORD: ${problem}`;
  },
  (v, services) =>
    v.CAPTCHA_SOLVER === 'twocaptcha' &&
    v.TWOCAPTCHA_API_KEY === undefined &&
    within(services, 'scraper') &&
    'TWOCAPTCHA_API_KEY es obligatoria con CAPTCHA_SOLVER=twocaptcha',
  (v) =>
    v.NODE_ENV === 'production' &&
    v.MESSENGER === 'console' &&
    'MESSENGER=console no se usa con NODE_ENV=production: los códigos quedarían en los registros',
  (v) =>
    v.NODE_ENV === 'production' &&
    v.PUSH_LOOPBACK === '1' &&
    'PUSH_LOOPBACK=1 no se usa con NODE_ENV=production: cualquiera haría que el portal llame a los programas de su máquina',
  (v, services) =>
    v.MESSENGER === 'webhook' &&
    (v.MESSENGER_WEBHOOK_URL === undefined || v.MESSENGER_WEBHOOK_SECRET === undefined) &&
    within(services, 'accounts') &&
    'MESSENGER_WEBHOOK_URL y MESSENGER_WEBHOOK_SECRET son obligatorias con MESSENGER=webhook',
  (v, services) =>
    v.MESSENGER === 'twilio' &&
    (v.TWILIO_ACCOUNT_SID === undefined ||
      v.TWILIO_AUTH_TOKEN === undefined ||
      v.TWILIO_FROM === undefined) &&
    within(services, 'accounts') &&
    'TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN y TWILIO_FROM son obligatorias con MESSENGER=twilio',
  ...(['MESSENGER_WEBHOOK_URL', 'TWILIO_URL'] as const).map(
    (name): Rule =>
      (v) => {
        const url = v[name];
        return (
          url !== undefined &&
          isOpenToSee(url) &&
          `${name} debe empezar por https://: por http:// cualquiera en el camino lee los códigos`
        );
      },
  ),
  (v) =>
    v.CIRCUIT_OPEN_S !== undefined &&
    v.CIRCUIT_MAX_OPEN_S !== undefined &&
    v.CIRCUIT_MAX_OPEN_S < v.CIRCUIT_OPEN_S &&
    `CIRCUIT_MAX_OPEN_S=${v.CIRCUIT_MAX_OPEN_S} no puede ser menor que CIRCUIT_OPEN_S=${v.CIRCUIT_OPEN_S}`,
  (v) =>
    v.OUTAGE_OPEN_S !== undefined &&
    v.OUTAGE_MAX_OPEN_S !== undefined &&
    v.OUTAGE_MAX_OPEN_S < v.OUTAGE_OPEN_S &&
    `OUTAGE_MAX_OPEN_S=${v.OUTAGE_MAX_OPEN_S} no puede ser menor que OUTAGE_OPEN_S=${v.OUTAGE_OPEN_S}`,
];

const rolePasswords = [
  'DATABASE_PASSWORD_ACCOUNTS',
  'DATABASE_PASSWORD_CENSUS',
  'DATABASE_PASSWORD_PACE',
] as const;

/** Whom the policy must name, and the page that strangers see first. */
const responsible = [
  'RESPONSIBLE_NAME',
  'RESPONSIBLE_NIT',
  'RESPONSIBLE_ADDRESS',
  'RESPONSIBLE_EMAIL',
  'RESPONSIBLE_PHONE',
  'RESPONSIBLE_AREA',
] as const;

/** For a process that is part of the portal; whoever only looks at its database, or at its servers, shows nobody who it is. */
const rulesOfMembers: readonly Rule[] = [
  (v, services) => {
    const lacking = services.filter(
      (name) => name !== 'simulator' && !v.SERVICE_KEY?.some(({ service }) => service === name),
    );
    return (
      v.NATS_URL !== undefined &&
      lacking.length > 0 &&
      `SERVICE_KEY no tiene la clave de ${lacking.join(', ')}, obligatoria cuando hay NATS_URL: hágala con «npx censo keys»`
    );
  },
  (v, services) =>
    v.NATS_URL !== undefined &&
    services.some((name) => name !== 'simulator') &&
    !v.SERVICE_PUBLIC_KEYS?.some(({ service }) => service === 'accounts') &&
    'SERVICE_PUBLIC_KEYS es obligatoria cuando hay NATS_URL: tiene las claves públicas de todos los servicios',
  (v, services) =>
    v.NATS_URL !== undefined &&
    v.FACTOR_KEY === undefined &&
    within(services, 'accounts') &&
    'FACTOR_KEY es obligatoria cuando hay NATS_URL (servicio accounts): hágala con «npx censo keys»',
  // `censo migrate` gives one role a new password and leaves the others theirs.
  (v) => {
    const lacking = rolePasswords.filter((name) => v[name] === undefined);
    return (
      v.NATS_URL === undefined &&
      v.DATABASE_URL !== undefined &&
      lacking.length > 0 &&
      lacking.length < rolePasswords.length &&
      `${rolePasswords.join(', ')} van juntas en el modo embebido: falta ${lacking.join(', ')}`
    );
  },
  (v) =>
    v.NODE_ENV === 'production' &&
    v.NATS_URL !== undefined &&
    (v.NATS_USER === undefined || v.NATS_PASSWORD === undefined) &&
    'NATS_USER y NATS_PASSWORD son obligatorias con NATS_URL y NODE_ENV=production: sin ellas cualquiera que llegue a NATS sería parte del portal («censo keys» las hace)',
  (v, services) => {
    const lacking = responsible.filter((name) => v[name] === undefined);
    return (
      v.NODE_ENV === 'production' &&
      lacking.length > 0 &&
      within(services, 'accounts', 'gateway') &&
      `${lacking.join(', ')}: obligatorias con NODE_ENV=production; la política de datos debe decir quién responde por ellos`
    );
  },
];

/**
 * Rules between variables, in Spanish; empty when all hold.
 *
 * @param services the services that this process will run: each needs different variables
 * @param isMember whether it will be a part of the portal, or an order that reads the same variables
 */
export const inconsistencies = (
  values: Values,
  services: readonly ServiceName[],
  isMember: boolean,
): string[] =>
  [...rules, ...(isMember ? rulesOfMembers : [])]
    .map((rule) => rule(values, services))
    .filter((problem) => problem !== false);

import { type Rule, within } from './rule.ts';

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
export const memberRules: readonly Rule[] = [
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

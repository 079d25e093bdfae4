import { parseCedula } from '../../person/cedula.ts';
import { passwordStrength } from '../../person/strength/strength.ts';
import { type Rule, within } from './rule.ts';

/** OWASP's minimum for argon2id with two passes (2024). */
const LEAST_PASSWORD_KIB = 19_456;

/** Of the portal's door, and of who comes in. */
export const portalRules: readonly Rule[] = [
  (v) =>
    v.NODE_ENV !== 'test' &&
    v.PASSWORD_MEMORY_KIB !== undefined &&
    v.PASSWORD_MEMORY_KIB < LEAST_PASSWORD_KIB &&
    `PASSWORD_MEMORY_KIB debe ser ${LEAST_PASSWORD_KIB} o más: con menos, quien robe la base prueba contraseñas muy rápido`,
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
    (v.ELECTION_NAME === undefined) !== (v.ELECTION_DATE === undefined) &&
    'ELECTION_NAME y ELECTION_DATE van juntas: sin el nombre la fecha no dice nada, y sin la fecha nadie sabe si ya pasó',
  (v, services) =>
    services.includes('gateway') &&
    v.PORT !== 0 &&
    v.PORT === v.METRICS_PORT &&
    `PORT y METRICS_PORT son el mismo puerto (${v.PORT})`,
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
];

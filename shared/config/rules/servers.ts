import { type Rule, within } from './rule.ts';

/** Of the servers that a distributed portal needs. */
export const serverRules: readonly Rule[] = [
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
];

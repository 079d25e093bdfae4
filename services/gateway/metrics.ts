import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '../../shared/metrics/metrics.ts';

/**
 * Why somebody was refused: what only those who administer or operate may do, what another may do, a form of another
 * session or an old one, a page of another site. Also the values of a metric's label.
 */
const refusalKinds = ['administration', 'forbidden', 'csrf', 'cross_site'] as const;
export type RefusalKind = (typeof refusalKinds)[number];

/** What people are promised to find there (`promises.yml`): each failure counts, the first too. */
const promised = [
  ['GET', '/register/'],
  ['POST', '/register/'],
  ['POST', '/api/v1/register'],
  ['GET', '/perfil/'],
  ['GET', '/api/v1/me/census'],
] as const;

/** What browsers ask of the gateway: requests, errors and durations, and the streams. */
export const createGatewayMetrics = ({ registry }: Pick<Metrics, 'registry'>) => {
  const registers = [registry];
  const refusals = new Counter({
    name: 'censo_refusals_total',
    help: 'Requests that were refused with 403: pages and actions of who administers or operates, other rights, forms of another session, other sites.',
    labelNames: ['kind'] as const,
    registers,
  });
  // A rise from nothing is one that an alert can see.
  for (const kind of refusalKinds) refusals.inc({ kind }, 0);
  let lookForLate = (): void => {};
  const promises = new Counter({
    name: 'censo_promises_total',
    help: 'People who were told when their answer comes: whether it came by then. Whoever waits 10 min longer counts as not.',
    labelNames: ['kept'] as const,
    registers,
    collect: () => lookForLate(),
  });
  for (const kept of ['true', 'false']) promises.inc({ kept }, 0);
  const httpDuration = new Histogram({
    name: 'censo_http_request_duration_seconds',
    help: 'Time to answer an HTTP request, by route pattern.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  for (const [method, route] of promised)
    for (const status of ['500', '503']) httpDuration.zero({ method, route, status });
  return {
    promises,
    /** What counts those for whom it is too late, before each look at the figures. */
    lateFrom: (look: () => void): void => {
      lookForLate = look;
    },
    httpDuration,
    openStreams: new Gauge({
      name: 'censo_open_streams',
      help: 'Event streams open to browsers.',
      registers,
    }),
    doorRefusals: new Counter({
      name: 'censo_door_refusals_total',
      help: 'Requests that were refused with 429, by what was asked and by whose count was full.',
      labelNames: ['policy', 'by'] as const,
      registers,
    }),
    doorProofs: new Counter({
      name: 'censo_door_proofs_total',
      help: 'Forms above the usual rate: asked for a proof of work, let in with one, let in after a wait, refused with a bad one.',
      labelNames: ['policy', 'outcome'] as const,
      registers,
    }),
    refusals,
    doorStoreAway: new Gauge({
      name: 'censo_door_store_away',
      help: '1 while Redis does not answer and this process counts for itself, stricter.',
      registers,
    }),
    fanOutLag: new Histogram({
      name: 'censo_stream_fanout_lag_seconds',
      help: 'Time from the commit of a change until it was written to every stream of this process that may see it.',
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60],
      registers,
    }),
  };
};

export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>;

import { Gauge, Histogram } from 'prom-client';
import type { Metrics } from '../../shared/metrics/metrics.ts';

/** What browsers ask of the gateway: requests, errors and durations, and the streams. */
export const createGatewayMetrics = ({ registry }: Pick<Metrics, 'registry'>) => {
  const registers = [registry];
  return {
    httpDuration: new Histogram({
      name: 'censo_http_request_duration_seconds',
      help: 'Time to answer an HTTP request, by route pattern.',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    openStreams: new Gauge({
      name: 'censo_open_streams',
      help: 'Event streams open to browsers.',
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

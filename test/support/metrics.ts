import type { Registry } from 'prom-client';
import { createAccountsMetrics } from '../../services/accounts/metrics.ts';
import { createCensusMetrics } from '../../services/census/metrics.ts';
import { createGatewayMetrics } from '../../services/gateway/metrics.ts';
import { createScraperMetrics } from '../../services/scraper/metrics.ts';
import { createMetrics } from '../../shared/metrics/metrics.ts';

/** Everything that a process shows that runs all services. */
export const allMetrics = (): Registry => {
  const metrics = createMetrics();
  createAccountsMetrics(metrics, { maxAgeH: 26 });
  for (const create of [createCensusMetrics, createGatewayMetrics, createScraperMetrics]) create(metrics);
  return metrics.registry;
};

/** The lines of one metric as Prometheus reads them, without help and type. */
export const linesOf = async (registry: Registry, name: string): Promise<string[]> => {
  const text = await registry.metrics();
  return text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
};

import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '../../shared/metrics/metrics.ts';
import { createBackupMetrics } from './backups/metrics.ts';
import type { HeldErasures } from './erasure/keep-erased.ts';
import { createMessageMetrics } from './messenger/metrics.ts';
import { createPushMetrics } from './push/metrics.ts';
import type { countOpenRequests } from './requests/register.ts';
import { loginResults } from './sessions/login-result.ts';

/** What the census has not been told of, how logins end, messages, and notices to browsers. */
export const createAccountsMetrics = (
  metrics: Pick<Metrics, 'registry' | 'sampled'>,
  { maxAgeH }: { maxAgeH: number },
) => {
  const { registry, sampled } = metrics;
  const withoutRecord = sampled<number>('people');
  new Gauge({
    name: 'censo_people_without_record',
    help: 'People who registered more than a minute ago and of whom the census has said nothing.',
    registers: [registry],
    async collect() {
      const count = await withoutRecord.latest();
      if (count === null) this.remove();
      else this.set(count);
    },
  });
  const unreached = sampled<number>('unreached');
  new Gauge({
    name: 'censo_people_unreached',
    help: 'People whose term ends and whom no notice reached: they stay until somebody tells them.',
    registers: [registry],
    async collect() {
      const count = await unreached.latest();
      if (count === null) this.remove();
      else this.set(count);
    },
  });
  const requests = sampled<Awaited<ReturnType<typeof countOpenRequests>>>('requests');
  new Gauge({
    name: 'censo_data_requests',
    help: 'Requests about data that nobody has answered: open, due within three working days, late, waiting for the person.',
    labelNames: ['state'] as const,
    registers: [registry],
    async collect() {
      const counts = await requests.latest();
      this.reset();
      for (const [state, count] of Object.entries(counts ?? {})) this.set({ state }, count);
    },
  });
  const backups = createBackupMetrics(metrics, maxAgeH);
  const logins = new Counter({
    name: 'censo_logins_total',
    help: 'Logins by how they ended: good, wrong password or cédula, wrong second step, made to wait, suspended account, fault.',
    labelNames: ['result'] as const,
    registers: [registry],
  });
  // A rise from nothing is one that an alert can see.
  for (const result of loginResults) logins.inc({ result }, 0);
  const held = new Gauge({
    name: 'censo_erasures_held',
    help: 'People whom the census calls erased and accounts keeps until an operator decides: without its seal, too many at once.',
    labelNames: ['why'] as const,
    registers: [registry],
  });
  const heldErasures = (counts: HeldErasures): void => {
    for (const [why, count] of Object.entries(counts)) held.set({ why }, count);
  };
  heldErasures({ unsealed: 0, many: 0 });
  return {
    withoutRecord,
    unreached,
    requests,
    backups,
    heldErasures,
    logins,
    messages: createMessageMetrics(metrics),
    pushes: createPushMetrics(metrics),
  };
};

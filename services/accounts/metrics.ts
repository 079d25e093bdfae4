import { Gauge } from 'prom-client';
import type { Metrics } from '../../shared/metrics/metrics.ts';

/** What the census has not been told of. */
export const createAccountsMetrics = ({ registry, sampled }: Pick<Metrics, 'registry' | 'sampled'>) => {
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
  return { withoutRecord };
};

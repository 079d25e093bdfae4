import { Counter, Gauge, type Registry } from 'prom-client';
import type { MakeSampled } from './samples.ts';

/** What was found by looking because its event never came. */
const findable = ['record', 'role', 'status', 'version'] as const;

/** What lost events would do, if nobody looked. */
export const catchUpMetrics = (registers: Registry[], sampled: MakeSampled) => {
  const withoutRecord = sampled<number>('people');
  new Gauge({
    name: 'censo_people_without_record',
    help: 'People who registered more than a minute ago and of whom the census has said nothing.',
    registers,
    async collect() {
      const count = await withoutRecord.latest();
      if (count === null) this.remove();
      else this.set(count);
    },
  });
  const foundByLooking = new Counter({
    name: 'censo_found_by_looking_total',
    help: 'What was found by looking because its event had not come.',
    labelNames: ['kind'] as const,
    registers,
  });
  // A rise from nothing is one that an alert can see.
  for (const kind of findable) foundByLooking.inc({ kind }, 0);
  return { withoutRecord, foundByLooking };
};

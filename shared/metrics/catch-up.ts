import { Counter, type Registry } from 'prom-client';

/** What was found by looking because its event never came. */
const findable = ['record', 'role', 'status', 'version'] as const;

/** What lost events would do, if nobody looked. */
export const catchUpMetrics = (registers: Registry[]) => {
  const foundByLooking = new Counter({
    name: 'censo_found_by_looking_total',
    help: 'What was found by looking because its event had not come.',
    labelNames: ['kind'] as const,
    registers,
  });
  // A rise from nothing is one that an alert can see.
  for (const kind of findable) foundByLooking.inc({ kind }, 0);
  return { foundByLooking };
};

import { Gauge } from 'prom-client';
import type { Metrics } from '../../../shared/metrics/metrics.ts';

/**
 * When the last good backup was taken, and how old it may be: whoever makes them ends long before somebody asks, so their row
 * is shown here, and nobody has to push anything.
 *
 * @param maxAgeH 0: somebody else makes them
 */
export const createBackupMetrics = (
  { registry, sampled }: Pick<Metrics, 'registry' | 'sampled'>,
  maxAgeH: number,
) => {
  const last = sampled<number>('backups');
  new Gauge({
    name: 'censo_backup_last_timestamp_seconds',
    help: 'The moment whose state the last good backup of `censo backup` has; 0 = there is none.',
    registers: [registry],
    async collect() {
      const seconds = await last.latest();
      if (seconds === null) this.remove();
      else this.set(seconds);
    },
  });
  new Gauge({
    name: 'censo_backup_max_age_seconds',
    help: 'How old the last good backup may be (BACKUP_MAX_AGE_H); absent = nobody waits for one.',
    registers: [registry],
    collect() {
      if (maxAgeH > 0) this.set(maxAgeH * 3_600);
      else this.remove();
    },
  });
  return last;
};

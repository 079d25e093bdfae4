import type { Config } from '../../shared/config/config.ts';
import { nextWithin } from './hold/hours.ts';
import { isServed } from './request/revalidate.ts';
import type { ReportTerms } from './work/complete.ts';

/** What the census goes by, out of the settings of the process. */
export const termsOf = (config: Config) => {
  const { maxAttempts, refreshCooldownS: cooldownS, spacingMs, leaseS, circuit, revalidation } = config;
  const policy = { maxAttempts, delaysS: config.retryDelaysS };
  return {
    ...{ maxAttempts, cooldownS, spacingMs, leaseS, policy, revalidation },
    evidenceDays: config.evidenceDays,
    historyDays: config.historyDays,
    /** Whether checks of old answers are served at this moment. */
    servesScheduled: (now: Date): boolean => isServed(revalidation, now),
    /** How what a scraper reports at this moment is weighed. */
    weighing: (now: Date): ReportTerms => ({
      ...{ policy, circuit, now, random: Math.random() },
      retryWindow: (at) => nextWithin(revalidation.hours, at),
    }),
  };
};

export type Terms = ReturnType<typeof termsOf>;

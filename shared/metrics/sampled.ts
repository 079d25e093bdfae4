import { Counter, type Registry } from 'prom-client';
import { type Clock, systemClock } from '../time/clock.ts';
import { within } from '../time/within.ts';

interface SampledOptions {
  /** A sample is used for so long, in milliseconds. */
  everyMs?: number;
  /** What takes longer is no sample, in milliseconds. */
  timeoutMs?: number;
  /** Told why there was no sample. */
  failed?: (error: unknown) => void;
  clock?: Clock;
}

/** A figure that costs a question to another system, asked when somebody scrapes. */
export interface Sampled<T> {
  /** Says where the figure comes from; before that there is none. */
  from(read: () => Promise<T>): void;
  /** The figure, at most `everyMs` old; null when there is none: an old one would be taken for a new one. Never rejects. */
  latest(): Promise<T | null>;
}

const EVERY_MS = 5_000;
const TIMEOUT_MS = 2_000;

/** Asks at most once in `everyMs`, whoever scrapes, and never a second time while the first has no answer. */
export const createSampled = <T>(options: SampledOptions = {}): Sampled<T> => {
  const { everyMs = EVERY_MS, timeoutMs = TIMEOUT_MS, failed, clock = systemClock } = options;
  let read: (() => Promise<T>) | undefined;
  let asking = false;
  let sample: Promise<T | null> = Promise.resolve(null);
  let sampledAt = Number.NEGATIVE_INFINITY;

  const take = async (source: () => Promise<T>): Promise<T | null> => {
    asking = true;
    const answer = source().finally(() => {
      asking = false;
    });
    try {
      return await within(timeoutMs, answer, { clock });
    } catch (error) {
      failed?.(error);
      return null;
    }
  };

  return {
    from(source) {
      read = source;
    },
    latest() {
      if (clock.elapsed() - sampledAt < everyMs) return sample;
      // What was asked before is still on its way: asking again would only pile up.
      if (read === undefined || asking) return Promise.resolve(null);
      sampledAt = clock.elapsed();
      sample = take(read);
      return sample;
    },
  };
};

/** Makes the samplers of one registry; a sample that could not be had is counted, and its gauges are left out. */
export const createSamples = (registers: Registry[]) => {
  const failures = new Counter({
    name: 'censo_metric_sample_failures_total',
    help: 'Scrapes that could not have a figure from the database in time; its gauges are missing then.',
    labelNames: ['subject'] as const,
    registers,
  });
  /** @param subject what is asked, in a word */
  return <T>(subject: string): Sampled<T> => {
    failures.inc({ subject }, 0);
    return createSampled<T>({ failed: () => failures.inc({ subject }) });
  };
};

export type MakeSampled = ReturnType<typeof createSamples>;

import type { Terms } from '../../../services/census/terms.ts';
import { termsOf } from '../../../services/census/terms.ts';
import type { Config } from '../../../shared/config/config.ts';
import { type Random, seeded } from '../random.ts';

/** Kinds of trouble. Each world has some of them, so that what hides behind one is seen without it. */
const kinds = [
  'crashes',
  'freezes',
  'stops',
  'clocks',
  'redis',
  'postgres',
  'nats',
  'site',
  'lanes',
  'curses',
  'restores',
  'pauses',
  'calls',
  'events',
  'statements',
  'windows',
  'hiccups',
  'lag',
  'drift',
] as const;
export type Kind = (typeof kinds)[number];

/** What goes wrong now and then while the world is not well: parts of the cases. */
export const troublesOf = (has: (kind: Kind) => boolean) => {
  const part = (kind: Kind, of: number): number => (has(kind) ? of : 0);
  return {
    calls: {
      requestLost: part('calls', 0.01),
      answerLost: part('calls', 0.01),
      slow: part('calls', 0.01),
    },
    carriage: {
      publishLost: part('events', 0.02),
      receiptLost: part('events', 0.02),
      ackLost: part('events', 0.02),
      late: part('events', 0.03),
      vanished: part('events', 0.02),
    },
    database: { slow: part('statements', 0.01), cut: part('statements', 0.0005) },
    redis: { lost: part('windows', 0.01), slow: part('windows', 0.02) },
    hintLost: part('events', 0.2),
    hiccups: part('hiccups', 0.1),
    lag: part('lag', 0.1),
  };
};
export type Troubles = ReturnType<typeof troublesOf>;

export interface Plan {
  seed: number;
  days: number;
  has(kind: Kind): boolean;
  kinds: readonly Kind[];
  people: number;
  leaders: number;
  censuses: number;
  scrapers: number;
  slots: number;
  lanes: string[];
  /** Whether there is a second source, which is asked while the first rests. */
  hasNext: boolean;
  spacingMs: number;
  leaseS: number;
  lookupTimeoutS: number;
  catchUpS: number;
  cooldownS: number;
  terms: Terms;
}

/** The world of a seed. */
export const planOf = (seed: number, days: number, chance: () => Pick<Random, 'next'>): Plan => {
  const random = seeded(seed * 7919 + 17);
  const likely = random.pick([0.15, 0.35, 0.6]);
  const chosen = kinds.filter((kind) => kind !== 'drift' && random.next() < likely);
  const settings = {
    ...{ maxAttempts: 3, refreshCooldownS: 30, spacingMs: 5_000, leaseS: 180, retryDelaysS: [60, 300, 900] },
    circuit: {
      ...{ threshold: 5, openS: 900, maxOpenS: 21_600 },
      ...{ people: 3, outageOpenS: 60, outageMaxOpenS: 300 },
    },
    revalidation: { days: random.pick([0, 0, 3, 7]), hours: { from: 22, to: 5 }, final: random.next() < 0.3 },
    ...{ evidenceDays: 30, historyDays: random.pick([0, 5]) },
  };
  const terms = termsOf(settings as unknown as Config);
  const drawn = {
    ...{ seed, days, kinds: chosen, has: (kind: Kind) => chosen.includes(kind) },
    people: 8 + random.below(33),
    leaders: 1 + random.below(3),
    censuses: 1 + random.below(2),
    scrapers: 1 + random.below(3),
    slots: 1 + random.below(3),
    lanes: ['directa', 'norte', 'sur'].slice(0, random.pick([1, 1, 2, 3])),
    ...{ spacingMs: settings.spacingMs, leaseS: settings.leaseS, lookupTimeoutS: 120 },
    catchUpS: random.pick([60, 60, 600]),
    cooldownS: settings.refreshCooldownS,
    terms: { ...terms, weighing: (now: Date) => ({ ...terms.weighing(now), random: chance().next() }) },
  };
  // Drawn last: what a seed's world was before there were second sources, and drift, it still is.
  const hasNext = random.next() < 0.4;
  if (random.next() < likely) chosen.push('drift');
  return { ...drawn, hasNext };
};

import type { Clock } from '../../../shared/time/clock.ts';
import type { Outage } from '../wire/outage.ts';
import type { Profile } from '../wire/profile.ts';
import { createRecentLog, type ObservedLookup, type ObservedPage } from './observed.ts';
import { createWspSessions, type WspSessions } from './wsp-sessions.ts';

/** Everything one running simulator remembers; the routes read and write it, nothing is global. */
export interface SimulatorState {
  readonly lookups: readonly ObservedLookup[];
  readonly pages: readonly ObservedPage[];
  /** NUIPs of those whose first consultation has failed. */
  readonly failedOnce: Set<string>;
  /** NUIPs of those whose place is another after their first consultation. */
  readonly movedOnce: Set<string>;
  readonly wspSessions: WspSessions;
  /** Loads of the wsp page so far: every tenth one comes as a 500. */
  wspLoads: number;
  /** Trouble of each page; null on a usual day. */
  readonly outages: Record<Profile, Outage | null>;
  /** Extra time before every consultation's answer, in ms. */
  delayMs: number;
  /** What the answers to consultations wait for besides. */
  held: Promise<void> | null;
  /** Notes a consultation the moment its body has come. `cedula` is kept as sent, but never a whole 64 KiB of it. */
  sawLookup(profile: Profile, cedula: string): void;
  /** Notes a load of a form page. */
  sawPage(profile: Profile): void;
  /** Forgets what was seen and who has failed; open wsp sessions go on, as they would on the real site. */
  reset(): void;
}

interface StateOptions {
  delayMs: number;
  onLookup?: ((lookup: ObservedLookup) => void) | undefined;
  clock: Pick<Clock, 'now'>;
}

export const createState = ({ delayMs, onLookup, clock }: StateOptions): SimulatorState => {
  const lookups = createRecentLog<ObservedLookup>();
  const pages = createRecentLog<ObservedPage>();
  const failedOnce = new Set<string>();
  const movedOnce = new Set<string>();
  const state: SimulatorState = {
    lookups: lookups.entries,
    pages: pages.entries,
    failedOnce,
    movedOnce,
    wspSessions: createWspSessions(),
    wspLoads: 0,
    outages: { consultacenso: null, wsp: null },
    delayMs,
    held: null,
    sawLookup(profile, cedula) {
      const lookup: ObservedLookup = { cedula: cedula.slice(0, 32), profile, at: clock.now() };
      lookups.add(lookup);
      onLookup?.(lookup);
    },
    sawPage: (profile) => pages.add({ profile, at: clock.now() }),
    reset() {
      lookups.clear();
      pages.clear();
      failedOnce.clear();
      movedOnce.clear();
      state.wspLoads = 0;
    },
  };
  return state;
};

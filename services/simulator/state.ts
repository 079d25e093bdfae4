import { type ObservedLookup, type ObservedPage, RecentLog } from './observed.ts';
import type { Outage } from './outage.ts';
import type { Profile } from './profile.ts';
import { WspSessions } from './wsp/sessions.ts';

/** Everything one running simulator remembers; the routes read and write it, nothing is global. */
export class SimulatorState {
  readonly lookups = new RecentLog<ObservedLookup>();
  readonly pages = new RecentLog<ObservedPage>();
  readonly failedOnce = new Set<string>();
  readonly wspSessions = new WspSessions();
  /** Loads of the wsp page so far: every tenth one comes as a 500. */
  wspLoads = 0;
  /** Trouble of the whole site; null on a usual day. */
  outage: Outage | null = null;
  /** Extra time before every consultation's answer, in ms. */
  delayMs: number;
  readonly #onLookup: ((lookup: ObservedLookup) => void) | undefined;

  constructor(delayMs: number, onLookup: ((lookup: ObservedLookup) => void) | undefined) {
    this.delayMs = delayMs;
    this.#onLookup = onLookup;
  }

  /** Notes a consultation the moment its body has come. `cedula` is kept as sent, but never a whole 64 KiB of it. */
  sawLookup(profile: Profile, cedula: string): void {
    const lookup: ObservedLookup = { cedula: cedula.slice(0, 32), profile, at: Date.now() };
    this.lookups.add(lookup);
    this.#onLookup?.(lookup);
  }

  /** Notes a load of a form page. */
  sawPage(profile: Profile): void {
    this.pages.add({ profile, at: Date.now() });
  }

  /** Forgets what was seen and who has failed; open wsp sessions go on, as they would on the real site. */
  reset(): void {
    this.lookups.clear();
    this.pages.clear();
    this.failedOnce.clear();
    this.wspLoads = 0;
  }
}

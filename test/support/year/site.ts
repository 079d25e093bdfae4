import type { Departure } from '../../../services/scraper/pace/turn.ts';
import type { Lease } from '../../../shared/contract/census.ts';
import { failure, type Outcome } from '../../../shared/contract/outcome.ts';
import type { Chance } from './chance.ts';
import type { World } from './time.ts';
import { createTruths, type Truths } from './truths.ts';
import { type Drift, pages, readWording, type SitePage } from './wording.ts';

/** How the official page is at a time. */
export const moods = [
  'well',
  'blocked',
  'maintenance',
  'captcha',
  'changed',
  'dead',
  'slow',
  'garbled',
] as const;
type Mood = (typeof moods)[number];

export interface Site {
  mood(page: SitePage): Mood;
  /** How a page is from now on; each of them unless told. */
  setMood(mood: Mood, page?: SitePage): void;
  /** How the answers of a page have changed, until they are again as they were (null); each of them unless told. */
  drift(drift: Drift | null, page?: SitePage): void;
  truths: Truths;
  /** This cédula can never be answered, whatever the others see; until it can again. */
  curse(cedula: string, cursed: boolean): void;
  /** A request has really left. */
  left(kind: Departure, lease: Lease): void;
  /** What it says now. */
  answer(cedula: string, page: SitePage): Outcome;
}

interface SiteOptions {
  world: World;
  chance: Chance;
  spacingMs: number;
  /** Parts of the cases in which one lookup alone fails. */
  hiccups(): number;
  tooClose(kind: Departure, apartMs: number): void;
  queried(lease: Lease): void;
}

/** The official page: it counts who comes, and what it says depends on its mood. */
export const createSite = ({ world, chance, spacingMs, hiccups, tooClose, queried }: SiteOptions): Site => {
  const truths = createTruths();
  const cursed = new Set<string>();
  const latest: Record<Departure, number[]> = { page: [], query: [] };
  const all: Record<SitePage, Mood> = { '': 'well', wsp: 'well' };
  const drifted: Record<SitePage, Drift | null> = { '': null, wsp: null };

  const said = (cedula: string, page: SitePage): Outcome => {
    const truth = truths.now(cedula);
    const drift = drifted[page];
    const concerns = drift !== null && (drift.of === 'all' || drift.of === (truth?.kind ?? 'not_found'));
    return readWording(cedula, truth, page, concerns && chance.next() < drift.part ? drift : null);
  };

  return {
    mood: (page) => all[page],
    setMood(now, page) {
      for (const one of page === undefined ? pages : [page]) all[one] = now;
      world.changed();
    },
    drift(now, page) {
      for (const one of page === undefined ? pages : [page]) drifted[one] = now;
      world.changed();
    },
    truths,
    curse(cedula, is) {
      if (is) cursed.add(cedula);
      else cursed.delete(cedula);
    },
    left(kind, lease) {
      const now = world.now();
      for (const before of latest[kind]) {
        const apartMs = Math.abs(now - before);
        if (apartMs < spacingMs - 0.001) tooClose(kind, apartMs);
      }
      latest[kind] = [...latest[kind].slice(-3), now];
      if (kind === 'query') queried(lease);
    },
    answer(cedula, page) {
      const mood = all[page];
      if (mood === 'blocked') return failure('blocked', 'refused');
      if (mood === 'maintenance') return failure('maintenance', 'later');
      if (mood === 'captcha') return failure('captcha', 'who are you');
      if (mood === 'garbled') return failure('unrecognised', 'no answer in it');
      if (cursed.has(cedula)) return failure('unrecognised', 'a name that breaks the page');
      if (chance.happens(hiccups()))
        return failure(
          chance.pick(['timeout', 'network', 'unrecognised', 'wrong_person', 'blocked']),
          'once',
        );
      return said(cedula, page);
    },
  };
};

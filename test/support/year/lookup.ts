import { LaneFailedError, type Lookup, STOPPED, type Trip } from '../../../services/scraper/lookup/lookup.ts';
import { createDepart } from '../../../services/scraper/pace/depart.ts';
import { type Departure, type Pace, PaceLostError, type Turn } from '../../../services/scraper/pace/turn.ts';
import { DeadlineError, explain } from '../../../services/scraper/sources/explain.ts';
import type { Lease } from '../../../shared/contract/census.ts';
import { sourceOfWay } from '../../../shared/contract/lookups.ts';
import { failure, type Outcome } from '../../../shared/contract/outcome.ts';
import { within } from '../../../shared/time/within.ts';
import type { Chance } from './chance.ts';
import type { Process } from './process.ts';
import type { Site } from './site.ts';
import type { World } from './time.ts';
import type { SitePage } from './wording.ts';

interface LookupOptions {
  world: World;
  chance: Chance;
  process: Process;
  pace: Pace;
  site: Site;
  deadlineMs: number;
  /** Whether this lane leads nowhere now. */
  isBroken(lane: string): boolean;
  /** A request leaves so much later than it was let go, in parts of the cases. */
  lag(): number;
  /** A lookup has begun, and ended: for who watches. */
  runs(lease: Lease): () => void;
}

class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** Nobody's browser: it visits the simulated page with the real pace in front, and ends as real lookups do. */
export const openSimulatedLookup = (options: LookupOptions): Lookup => {
  const { world, chance, process, pace, site, deadlineMs, isBroken, lag, runs } = options;
  const { clock } = process;

  /** Sends a request: it really leaves a little later, and the browser may say when that was. */
  const leave = async (kind: Departure, turn: Turn, lease: Lease): Promise<void> => {
    const lagMs = chance.happens(lag()) ? chance.between(50, 1_900) : chance.between(0, 20);
    const leftAt = world.now() + lagMs;
    world.at(leftAt, () => site.left(kind, lease));
    if (chance.next() < 0.9)
      process.after(lagMs + chance.between(20, 900), () => void turn.reallyLeft(world.now() - leftAt));
    await clock.wait(chance.between(0, 3));
  };

  return {
    isLost: () => false,
    async run(lease, trip, stop) {
      const ended = runs(lease);
      const page: SitePage = sourceOfWay(lease.lane) === '' ? '' : 'wsp';
      const ending = new AbortController();
      const stopped = (): void => ending.abort(stop.reason);
      stop.addEventListener('abort', stopped);
      if (stop.aborted) stopped();
      const { signal } = ending;
      const late = (): never => {
        ending.abort(new DeadlineError(`no answer within ${deadlineMs} ms`));
        throw signal.reason;
      };
      const ask = async (given: Trip): Promise<Outcome> => {
        const depart = createDepart({ pace, first: () => given.turn, signal });
        await depart('page', (turn) => leave('page', turn, lease));
        if (site.mood(page) === 'dead') {
          await clock.wait(chance.between(100, 20_000), signal);
          throw chance.next() < 0.5
            ? new TimeoutError('page.goto: Timeout')
            : new Error('net::ERR_CONNECTION_RESET');
        }
        if (chance.happens(0.002)) throw new Error('Page crashed');
        await clock.wait(chance.between(200, 3_000), signal);
        if (site.mood(page) === 'changed') return failure('page_changed', 'no form');
        await depart('query', (turn) => {
          given.queried();
          return leave('query', turn, lease);
        });
        // What it answers is what is true when it is asked.
        const outcome = site.answer(lease.cedula, page);
        await clock.wait(
          site.mood(page) === 'slow' ? chance.between(20_000, 150_000) : chance.delay(4_000, 30_000),
          signal,
        );
        return outcome;
      };
      try {
        if (isBroken(lease.lane)) {
          await clock.wait(chance.between(50, 2_000), signal);
          throw new LaneFailedError('net::ERR_PROXY_CONNECTION_FAILED');
        }
        return { outcome: await within(deadlineMs, ask(trip), { late, clock }), evidence: null };
      } catch (error) {
        if (stop.aborted) return STOPPED;
        if (error instanceof PaceLostError || error instanceof LaneFailedError) throw error;
        return { outcome: explain(error), evidence: null };
      } finally {
        ended();
        stop.removeEventListener('abort', stopped);
      }
    },
    async [Symbol.asyncDispose]() {},
  };
};

import { createPace, type PaceOptions } from '../../../../services/scraper/pace/pace.ts';
import type { Departure, Pace, Turn } from '../../../../services/scraper/pace/turn.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { Windows } from './windows.ts';

export const SPACING_MS = 5_000;
export const ANSWER_MS = 800;
export const never = new AbortController().signal;

/** A shared store on a clock of its own, for one test, and the departures of all scrapers that use it. */
class Bench {
  clock: FakeClock = createFakeClock();
  store = new Windows(this.clock, SPACING_MS);
  departures: Record<Departure, number[]> = { page: [], query: [] };

  /** One scraper's pace. */
  scraper(options: Partial<PaceOptions> = {}): Pace {
    const { clock, store } = this;
    return createPace({ store, spacingMs: SPACING_MS, notBefore: () => 0, clock, ...options });
  }

  leave(turn: Turn, kind: Departure, sendMs = 0): Promise<void> {
    return turn.leave(async () => {
      this.departures[kind].push(this.clock.elapsed());
      await this.clock.wait(sendMs);
    });
  }

  /** Leaves, though later than it was told to, and says when that was once the site has answered. */
  async leaveLate(turn: Turn, kind: Departure, lateMs: number): Promise<void> {
    let leftAt = 0;
    await turn.leave(async () => {
      leftAt = this.clock.elapsed() + lateMs;
      this.departures[kind].push(leftAt);
    });
    void this.clock.wait(lateMs + ANSWER_MS).then(() => turn.reallyLeft(this.clock.elapsed() - leftAt));
  }

  /** Leaves `times` times as lookups do: something happens first, and a stale turn is taken anew. */
  async lookups(
    pace: Pace,
    kind: Departure,
    times: number,
    beforeMs = () => 0,
    lateMs = () => 0,
  ): Promise<void> {
    for (let count = 0; count < times; ) {
      const turn = await pace.turn(kind, never);
      await this.clock.wait(beforeMs());
      if (!turn.isFresh()) continue;
      await this.leaveLate(turn, kind, lateMs());
      count += 1;
    }
  }
}

/** A new bench for every test. */
export const usePaceBench = (): Bench => {
  const current = new Bench();
  beforeEach(() => {
    Object.assign(current, new Bench());
  });
  return current;
};

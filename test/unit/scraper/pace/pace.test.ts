import { expect } from 'chai';
import { RateLimiterRes } from 'rate-limiter-flexible';
import {
  createPace,
  type Departure,
  type Pace,
  PaceLostError,
  type PaceOptions,
  StaleTurnError,
  type Turn,
} from '../../../../services/scraper/pace/pace.ts';
import { seeded } from '../../random.ts';
import { closest, VirtualTime, Windows } from './virtual-time.ts';

const SPACING_MS = 5_000;
const never = new AbortController().signal;

describe('The pace', () => {
  let time: VirtualTime;
  let store: Windows;
  const departures: Record<Departure, number[]> = { page: [], query: [] };

  beforeEach(() => {
    time = new VirtualTime();
    store = new Windows(time, SPACING_MS);
    departures.page = [];
    departures.query = [];
  });

  /** One scraper's pace. */
  const scraper = (options: Partial<PaceOptions> = {}): Pace =>
    createPace({
      limiter: store,
      spacingMs: SPACING_MS,
      notBefore: () => 0,
      now: time.now,
      wait: time.wait,
      ...options,
    });

  const ANSWER_MS = 800;
  const leave = (turn: Turn, kind: Departure, sendMs = 0): Promise<void> =>
    turn.leave(async () => {
      departures[kind].push(time.now());
      await time.wait(sendMs);
    });
  /** Leaves, though later than it was told to, and says when that was once the site has answered. */
  const leaveLate = async (turn: Turn, kind: Departure, lateMs: number): Promise<void> => {
    let leftAt = 0;
    await turn.leave(async () => {
      leftAt = time.now() + lateMs;
      departures[kind].push(leftAt);
    });
    void time.wait(lateMs + ANSWER_MS).then(() => turn.reallyLeft(time.now() - leftAt));
  };

  /** Leaves `times` times as lookups do: something happens first, and a stale turn is taken anew. */
  const lookups = async (
    pace: Pace,
    kind: Departure,
    times: number,
    beforeMs = () => 0,
    lateMs = () => 0,
  ): Promise<void> => {
    for (let count = 0; count < times; ) {
      const turn = await pace.turn(kind, never);
      await time.wait(beforeMs());
      if (!turn.isFresh()) continue;
      await leaveLate(turn, kind, lateMs());
      count += 1;
    }
  };

  describe('of many scrapers', () => {
    it('never lets two of them leave closer than the spacing', async () => {
      const random = seeded(42);
      store.latencyMs = () => random.below(200);
      const beforeMs = () => random.below(3_500);
      const loops = Array.from({ length: 4 }, () => scraper()).flatMap((pace) =>
        (['page', 'page', 'query'] as const).map((kind) => lookups(pace, kind, 12, beforeMs)),
      );

      await time.run(Promise.all(loops));

      expect(departures.page).to.have.lengthOf(96);
      expect(departures.query).to.have.lengthOf(48);
      expect(closest(departures.page)).to.be.at.least(SPACING_MS);
      expect(closest(departures.query)).to.be.at.least(SPACING_MS);
    });

    it('nor when busy machines send up to 2 s later than they were told to', async () => {
      const random = seeded(7);
      store.latencyMs = () => random.below(50);
      const lateMs = () => random.below(1_950);
      const loops = Array.from({ length: 4 }, () => scraper()).flatMap((pace) =>
        (['page', 'query'] as const).map((kind) => lookups(pace, kind, 12, () => random.below(300), lateMs)),
      );

      await time.run(Promise.all(loops));

      expect(closest(departures.page)).to.be.at.least(SPACING_MS);
      expect(closest(departures.query)).to.be.at.least(SPACING_MS);
    });

    for (const stepMs of [1, 1_000]) {
      it(`loses less than 2 % of the ideal rate, with a store that counts in steps of ${stepMs} ms`, async () => {
        store = new Windows(time, SPACING_MS, stepMs);
        store.latencyMs = () => 2;
        await time.run(Promise.all([1, 2, 3].map(() => lookups(scraper(), 'page', 20))));

        const tookMs = Math.max(...departures.page) - Math.min(...departures.page);
        expect((59 * SPACING_MS) / tookMs).to.be.within(0.98, 1);
      });
    }

    it('nor when a machine stands still just as it would open the window early', async () => {
      store = new Windows(time, SPACING_MS, 1_000);
      let stall = false;
      const stalled = (ms: number, signal: AbortSignal) =>
        time.wait(stall && ms < 1_000 ? ms + 6_600 : ms, signal);
      const first = await time.run(scraper({ wait: stalled }).turn('query', never));
      await time.run(leave(first, 'query'));
      await time.run(time.wait(ANSWER_MS));
      stall = true;
      const opening = first.reallyLeft(ANSWER_MS);

      const others = async () => {
        await leave(await scraper().turn('query', never), 'query');
        // Whoever waited knows when to come; this one has not asked before.
        await time.wait(4_700);
        await leave(await scraper().turn('query', never), 'query');
      };
      await time.run(Promise.all([opening, others()]));

      expect(closest(departures.query)).to.be.at.least(SPACING_MS);
    });

    it('nor when a browser says that a request left before it was let go', async () => {
      const first = await time.run(scraper().turn('query', never));
      await time.run(leave(first, 'query'));
      await time.run(time.wait(100));
      await time.run(first.reallyLeft(3_000));

      await time.run(leave(await time.run(scraper().turn('query', never)), 'query'));

      expect(closest(departures.query)).to.be.at.least(SPACING_MS);
    });

    it('waits a little longer after one of which nobody learns when it left', async () => {
      await time.run(leave(await time.run(scraper().turn('query', never)), 'query'));
      await time.run(leave(await time.run(scraper().turn('query', never)), 'query'));

      const [first = 0, second = 0] = departures.query;
      expect(second - first).to.be.within(SPACING_MS + 2_000, SPACING_MS + 2_200);
    });

    it('lets a visit and a query leave at once', async () => {
      await time.run(Promise.all([lookups(scraper(), 'page', 1), lookups(scraper(), 'query', 1)]));
      expect(departures.page).to.deep.equal(departures.query);
    });
  });

  describe('distrusts the store and', () => {
    it('keeps the spacing of this process when the store forgets', async () => {
      const forgetful: PaceOptions['limiter'] = {
        consume: async () => undefined,
        block: async () => undefined,
        stepMs: 1,
      };
      const pace = scraper({ limiter: forgetful });
      const random = seeded(3);
      const loops = [1, 2, 3].map(() => lookups(pace, 'page', 5, () => random.below(2_000)));

      await time.run(Promise.all(loops));

      expect(closest(departures.page)).to.be.at.least(SPACING_MS);
    });

    it('gives no turn when the store cannot tell', async () => {
      store.failure = new Error('Connection is closed.');
      const refused = await time.run(
        scraper()
          .turn('page', never)
          .catch((error: unknown) => error),
      );
      expect(refused).to.be.instanceOf(PaceLostError).and.have.property('cause', store.failure);
    });

    it('lets nobody leave when that cannot be written down', async () => {
      const turn = await time.run(scraper().turn('page', never));
      store.failure = new Error('Connection is closed.');

      const refused = await time.run(leave(turn, 'page').catch((error: unknown) => error));

      expect(refused).to.be.instanceOf(PaceLostError).and.have.property('cause', store.failure);
      expect(departures.page).to.deep.equal([]);
    });

    it('lets nobody leave after the store took so long that another may have its turn', async () => {
      const slow = scraper();
      const turn = await time.run(slow.turn('page', never));
      store.latencyMs = () => SPACING_MS;

      const refused = await time.run(leave(turn, 'page').catch((error: unknown) => error));

      expect(refused).to.be.instanceOf(StaleTurnError);
      expect(departures.page).to.deep.equal([]);
    });

    it('does not undo a departure when the store fails after it', async () => {
      const turn = await time.run(scraper().turn('page', never));
      await time.run(
        turn.leave(async () => {
          departures.page.push(time.now());
          store.failure = new Error('Connection is closed.');
        }),
      );
      expect(departures.page).to.have.lengthOf(1);
    });

    it('gives no turn before the moment it was told', async () => {
      let notBefore = time.now() + 3_000;
      const asked = time.now();
      const waiting = scraper({ notBefore: () => notBefore }).turn('page', never);
      // The store came back once more while the turn was waited for.
      const again = time.wait(1_000).then(() => {
        notBefore = time.now() + SPACING_MS;
      });

      await time.run(Promise.all([again, waiting]));

      expect(time.now()).to.be.at.least(asked + 1_000 + SPACING_MS);
    });
  });

  describe('gives a turn that', () => {
    it('closes the window again when the request has left', async () => {
      const first = await time.run(scraper().turn('page', never));
      const sendMs = 700;
      await time.run(leave(first, 'page', sendMs));
      const leftAt = time.now();

      const second = await time.run(scraper().turn('page', never));
      await time.run(leave(second, 'page'));

      expect(departures.page[1]).to.be.at.least(leftAt + SPACING_MS);
    });

    it('keeps the next one a whole spacing from when it really left', async () => {
      const one = scraper();
      const first = await time.run(one.turn('page', never));
      await time.run(first.leave(async () => {}));
      await time.run(time.wait(300));
      const leftAt = time.now() - 100;
      await time.run(first.reallyLeft(100));
      // An older one that is answered late opens nothing.
      expect(time.now()).to.be.below(leftAt + SPACING_MS);

      for (const other of [one, scraper()]) {
        const next = await time.run(other.turn('page', never));
        await time.run(next.leave(async () => {}));
        expect(time.now()).to.be.at.least(leftAt + SPACING_MS);
      }
    });

    it('is fresh for three quarters of a spacing, then says that it is stale', async () => {
      const turn = await time.run(scraper().turn('page', never));
      expect(turn.isFresh()).to.equal(true);
      await time.run(time.wait(SPACING_MS * 0.75 - 100));
      expect(turn.isFresh()).to.equal(true);
      await time.run(time.wait(100));
      expect(turn.isFresh()).to.equal(false);
    });
  });

  describe('stops waiting with the signal’s own reason', () => {
    const reason = new Error('the scraper stops');
    const closed: PaceOptions['limiter'] = {
      consume: () => Promise.reject(new RateLimiterRes(0, 3_600_000, 2, false)),
      block: async () => undefined,
      stepMs: 1,
    };
    const waitingWith = async (options: Partial<PaceOptions>): Promise<unknown> => {
      const ending = new AbortController();
      // Real timers: an hour's wait ends at once, or the test fails by its timeout.
      const pace = createPace({ limiter: closed, spacingMs: SPACING_MS, notBefore: () => 0, ...options });
      const refused = pace.turn('page', ending.signal).catch((error: unknown) => error);
      setImmediate(() => ending.abort(reason));
      return refused;
    };

    it('while the window is closed', async () => {
      expect(await waitingWith({})).to.equal(reason);
    });

    it('while the store is new', async () => {
      expect(await waitingWith({ notBefore: () => performance.now() + 3_600_000 })).to.equal(reason);
    });

    it('before anybody is asked', async () => {
      const asked = scraper({
        limiter: { consume: () => Promise.reject(new Error('asked')), block: async () => {}, stepMs: 1 },
      });
      expect(await asked.turn('page', AbortSignal.abort(reason)).catch((error: unknown) => error)).to.equal(
        reason,
      );
    });
  });

  it('never waits when the spacing is 0', async () => {
    const wait = () => Promise.reject(new Error('waited'));
    const pace = scraper({ limiter: undefined, spacingMs: 0, wait });
    for (let count = 0; count < 3; count += 1) {
      const turn = await pace.turn('page', never);
      expect(turn.isFresh()).to.equal(true);
      await turn.leave(async () => {
        departures.page.push(time.now());
      });
    }
    expect(departures.page).to.deep.equal([time.now(), time.now(), time.now()]);
  });
});

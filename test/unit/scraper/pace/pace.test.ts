import { expect } from 'chai';
import { seeded } from '../../../support/random.ts';
import { ANSWER_MS, never, SPACING_MS, usePaceBench } from './bench.ts';
import { closest } from './windows.ts';

describe('The pace', () => {
  const on = usePaceBench();

  describe('of many scrapers', () => {
    it('never lets two of them leave closer than the spacing', async () => {
      const random = seeded(42);
      on.store.latencyMs = () => random.below(200);
      const beforeMs = () => random.below(3_500);
      const loops = Array.from({ length: 4 }, () => on.scraper()).flatMap((pace) =>
        (['page', 'page', 'query'] as const).map((kind) => on.lookups(pace, kind, 12, beforeMs)),
      );

      await on.clock.run(Promise.all(loops));

      expect(on.departures.page).to.have.lengthOf(96);
      expect(on.departures.query).to.have.lengthOf(48);
      expect(closest(on.departures.page)).to.be.at.least(SPACING_MS);
      expect(closest(on.departures.query)).to.be.at.least(SPACING_MS);
    });

    it('nor when busy machines send up to 2 s later than they were told to', async () => {
      const random = seeded(7);
      on.store.latencyMs = () => random.below(50);
      const lateMs = () => random.below(1_950);
      const loops = Array.from({ length: 4 }, () => on.scraper()).flatMap((pace) =>
        (['page', 'query'] as const).map((kind) =>
          on.lookups(pace, kind, 12, () => random.below(300), lateMs),
        ),
      );

      await on.clock.run(Promise.all(loops));

      expect(closest(on.departures.page)).to.be.at.least(SPACING_MS);
      expect(closest(on.departures.query)).to.be.at.least(SPACING_MS);
    });

    it('loses less than 2 % of the ideal rate', async () => {
      on.store.latencyMs = () => 2;
      await on.clock.run(Promise.all([1, 2, 3].map(() => on.lookups(on.scraper(), 'page', 20))));

      const tookMs = Math.max(...on.departures.page) - Math.min(...on.departures.page);
      expect((59 * SPACING_MS) / tookMs).to.be.within(0.98, 1);
    });

    it('nor when a machine stands still just as it opens the window early', async () => {
      const first = await on.clock.run(on.scraper().turn('query', never));
      await on.clock.run(on.leave(first, 'query'));
      await on.clock.run(on.clock.wait(ANSWER_MS));
      const stalls = [6_600];
      on.store.latencyMs = () => stalls.pop() ?? 0;
      const opening = first.reallyLeft(ANSWER_MS);

      const others = async () => {
        await on.leave(await on.scraper().turn('query', never), 'query');
        // Whoever waited knows when to come; this one has not asked before.
        await on.clock.wait(4_700);
        await on.leave(await on.scraper().turn('query', never), 'query');
      };
      await on.clock.run(Promise.all([opening, others()]));

      expect(closest(on.departures.query)).to.be.at.least(SPACING_MS);
    });

    it('nor when a browser says that a request left before it was let go', async () => {
      const first = await on.clock.run(on.scraper().turn('query', never));
      await on.clock.run(on.leave(first, 'query'));
      await on.clock.run(on.clock.wait(100));
      await on.clock.run(first.reallyLeft(3_000));

      await on.clock.run(on.leave(await on.clock.run(on.scraper().turn('query', never)), 'query'));

      expect(closest(on.departures.query)).to.be.at.least(SPACING_MS);
    });

    it('waits a little longer after one of which nobody learns when it left', async () => {
      await on.clock.run(on.leave(await on.clock.run(on.scraper().turn('query', never)), 'query'));
      await on.clock.run(on.leave(await on.clock.run(on.scraper().turn('query', never)), 'query'));

      const [first = 0, second = 0] = on.departures.query;
      expect(second - first).to.be.within(SPACING_MS + 2_000, SPACING_MS + 2_200);
    });

    it('lets a visit and a query leave at once', async () => {
      await on.clock.run(
        Promise.all([on.lookups(on.scraper(), 'page', 1), on.lookups(on.scraper(), 'query', 1)]),
      );
      expect(on.departures.page).to.deep.equal(on.departures.query);
    });
  });

  describe('gives a turn that', () => {
    it('closes the window again when the request has left', async () => {
      const first = await on.clock.run(on.scraper().turn('page', never));
      const sendMs = 700;
      await on.clock.run(on.leave(first, 'page', sendMs));
      const leftAt = on.clock.elapsed();

      const second = await on.clock.run(on.scraper().turn('page', never));
      await on.clock.run(on.leave(second, 'page'));

      expect(on.departures.page[1]).to.be.at.least(leftAt + SPACING_MS);
    });

    it('keeps the next one a whole spacing from when it really left', async () => {
      const one = on.scraper();
      const first = await on.clock.run(one.turn('page', never));
      await on.clock.run(first.leave(async () => {}));
      await on.clock.run(on.clock.wait(300));
      const leftAt = on.clock.elapsed() - 100;
      await on.clock.run(first.reallyLeft(100));
      // An older one that is answered late opens nothing.
      expect(on.clock.elapsed()).to.be.below(leftAt + SPACING_MS);

      for (const other of [one, on.scraper()]) {
        const next = await on.clock.run(other.turn('page', never));
        await on.clock.run(next.leave(async () => {}));
        expect(on.clock.elapsed()).to.be.at.least(leftAt + SPACING_MS);
      }
    });

    it('is fresh for three quarters of a spacing, then says that it is stale', async () => {
      const turn = await on.clock.run(on.scraper().turn('page', never));
      expect(turn.isFresh()).to.equal(true);
      await on.clock.run(on.clock.wait(SPACING_MS * 0.75 - 100));
      expect(turn.isFresh()).to.equal(true);
      await on.clock.run(on.clock.wait(100));
      expect(turn.isFresh()).to.equal(false);
    });
  });

  it('never waits when the spacing is 0', async () => {
    const wait = () => Promise.reject(new Error('waited'));
    const pace = on.scraper({ store: undefined, spacingMs: 0, clock: { ...on.clock, wait } });
    for (let count = 0; count < 3; count += 1) {
      const turn = await pace.turn('page', never);
      expect(turn.isFresh()).to.equal(true);
      await turn.leave(async () => {
        on.departures.page.push(on.clock.elapsed());
      });
    }
    expect(on.departures.page).to.deep.equal([on.clock.elapsed(), on.clock.elapsed(), on.clock.elapsed()]);
  });
});

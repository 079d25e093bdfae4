import { expect } from 'chai';
import { createPace, type PaceOptions } from '../../../../services/scraper/pace/pace.ts';
import type { PaceStore } from '../../../../services/scraper/pace/store.ts';
import { PaceLostError, StaleTurnError } from '../../../../services/scraper/pace/turn.ts';
import { seeded } from '../../../support/random.ts';
import { never, SPACING_MS, usePaceBench } from './bench.ts';
import { closest } from './windows.ts';

describe('The pace', () => {
  const on = usePaceBench();

  describe('distrusts the store and', () => {
    it('keeps the spacing of this process when the store forgets', async () => {
      const forgetful: PaceStore = { tryTake: async () => 0, close: async () => undefined };
      const pace = on.scraper({ store: forgetful });
      const random = seeded(3);
      const loops = [1, 2, 3].map(() => on.lookups(pace, 'page', 5, () => random.below(2_000)));

      await on.clock.run(Promise.all(loops));

      expect(closest(on.departures.page)).to.be.at.least(SPACING_MS);
    });

    it('gives no turn when the store cannot tell', async () => {
      on.store.failure = new Error('Connection is closed.');
      const refused = await on.clock.run(
        on
          .scraper()
          .turn('page', never)
          .catch((error: unknown) => error),
      );
      expect(refused).to.be.instanceOf(PaceLostError).and.have.property('cause', on.store.failure);
    });

    it('lets nobody leave when that cannot be written down', async () => {
      const turn = await on.clock.run(on.scraper().turn('page', never));
      on.store.failure = new Error('Connection is closed.');

      const refused = await on.clock.run(on.leave(turn, 'page').catch((error: unknown) => error));

      expect(refused).to.be.instanceOf(PaceLostError).and.have.property('cause', on.store.failure);
      expect(on.departures.page).to.deep.equal([]);
    });

    it('lets nobody leave after the store took so long that another may have its turn', async () => {
      const slow = on.scraper();
      const turn = await on.clock.run(slow.turn('page', never));
      on.store.latencyMs = () => SPACING_MS;

      const refused = await on.clock.run(on.leave(turn, 'page').catch((error: unknown) => error));

      expect(refused).to.be.instanceOf(StaleTurnError);
      expect(on.departures.page).to.deep.equal([]);
    });

    it('does not undo a departure when the store fails after it', async () => {
      const turn = await on.clock.run(on.scraper().turn('page', never));
      await on.clock.run(
        turn.leave(async () => {
          on.departures.page.push(on.clock.elapsed());
          on.store.failure = new Error('Connection is closed.');
        }),
      );
      expect(on.departures.page).to.have.lengthOf(1);
    });

    it('gives no turn before the moment it was told', async () => {
      let notBefore = on.clock.elapsed() + 3_000;
      const asked = on.clock.elapsed();
      const waiting = on.scraper({ notBefore: () => notBefore }).turn('page', never);
      // The store came back once more while the turn was waited for.
      const again = on.clock.wait(1_000).then(() => {
        notBefore = on.clock.elapsed() + SPACING_MS;
      });

      await on.clock.run(Promise.all([again, waiting]));

      expect(on.clock.elapsed()).to.be.at.least(asked + 1_000 + SPACING_MS);
    });
  });

  describe('stops waiting with the signal’s own reason', () => {
    const reason = new Error('the scraper stops');
    const closed: PaceStore = { tryTake: async () => 3_600_000, close: async () => undefined };
    const waitingWith = async (options: Partial<PaceOptions>): Promise<unknown> => {
      const ending = new AbortController();
      // Real timers: an hour's wait ends at once, or the test fails by its timeout.
      const pace = createPace({ store: closed, spacingMs: SPACING_MS, notBefore: () => 0, ...options });
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
      const asked = on.scraper({
        store: { tryTake: () => Promise.reject(new Error('asked')), close: async () => {} },
      });
      expect(await asked.turn('page', AbortSignal.abort(reason)).catch((error: unknown) => error)).to.equal(
        reason,
      );
    });
  });
});

import { expect } from 'chai';
import { noSolver } from '../../services/scraper/captcha/none.ts';
import type {
  HttpMeans,
  Means,
  PageMeans,
  Source,
  SourcePlugin,
} from '../../services/scraper/sources/source.ts';
import type { Simulator } from '../../services/simulator/server.ts';
import { outcomeRule } from '../../shared/contract/outcome.ts';
import { eventually, HANG_MS } from '../support/eventually.ts';
import { CASES, HANGING } from './cases.ts';

/** What the kit needs to try a source. */
export interface Bench {
  simulator: Simulator;
  /** Full address of the page that the source asks. */
  url: string;
  /** Runs `work` with an empty page in a context of its own. */
  withPage<T>(work: (page: PageMeans['page']) => Promise<T>): Promise<T>;
}

/**
 * Declares what every source must do, whatever it asks and however: the shared endings, evidence, the signal, and
 * silence before its lookup. The answers come from the simulator.
 *
 * @param bench is asked when the tests run
 */
export const itIsASource = (plugin: SourcePlugin, bench: () => Bench): void => {
  const trying = <T>(work: (source: Source, kept: string[]) => Promise<T>): Promise<T> => {
    const { simulator, url, withPage } = bench();
    // Endings that change the second time begin anew.
    simulator.reset();
    const kept: string[] = [];
    const means: Means = { url, solver: noSolver, keep: (text) => kept.push(text) };
    if (plugin.via === 'http') {
      const http: HttpMeans = { ...means, fetch };
      return work(plugin.open(http), kept);
    }
    return withPage((page) => work(plugin.open({ ...means, page }), kept));
  };

  for (const { what, cedula, means } of CASES) {
    it(`tells ${what}, and keeps what it read`, () =>
      trying(async (source, kept) => {
        const outcome = await source.lookup(cedula, AbortSignal.timeout(HANG_MS));
        expect(outcome, JSON.stringify(outcome)).to.include(means);
        expect(outcomeRule.safeParse(outcome).success, 'the contract takes it').to.equal(true);
        expect(JSON.stringify(outcome), 'no cédula in it').to.not.include(cedula);
        expect(kept.at(-1), 'evidence').to.be.a('string').and.not.equal('');
      }));
  }

  it('asks nothing when it is opened', () =>
    trying(async (source) => {
      const { simulator } = bench();
      const before = simulator.pages.length + simulator.lookups.length;
      // A round trip: whatever `open` had sent would have arrived before it.
      await fetch(simulator.origin);
      expect(simulator.pages.length + simulator.lookups.length).to.equal(before);
      expect(source.lookup).to.be.a('function');
    }));

  it('asks for the person once, with the number that it was given', () =>
    trying(async (source) => {
      const { simulator } = bench();
      const before = simulator.lookups.length;
      await source.lookup('1020304299', AbortSignal.timeout(HANG_MS));
      expect(simulator.lookups.slice(before).map(({ cedula }) => cedula)).to.deep.equal(['1020304299']);
    }));

  it('ends with the signal’s reason when the site never answers', () =>
    trying(async (source) => {
      const { simulator } = bench();
      const before = simulator.lookups.length;
      const stop = new AbortController();
      const reason = new Error('the deadline');
      const ending = source.lookup(HANGING, stop.signal).then(
        (outcome) => outcome,
        (error: unknown) => error,
      );
      await eventually('it has asked', () => simulator.lookups.length > before);
      stop.abort(reason);
      expect(await ending).to.equal(reason);
    }));
};

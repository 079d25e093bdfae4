import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { gaps } from '../support/faults/gaps.ts';
import { createCrowd, type Suffix } from '../support/people/crowd.ts';
import { expectHonest, promisesTo } from '../support/people/promises.ts';
import { inBothModes } from '../support/system/modes.ts';

const PEOPLE = 64;
const SPACING_MS = 5_000;
const GOAL = 0.98;

inBothModes(
  `${PEOPLE} people with the official spacing, and two scrapers where there can be two`,
  {
    simulatorDelayMs: 800,
    env: { SOURCE: 'consultacenso', SPACING_MS: String(SPACING_MS), LOOKUP_TIMEOUT_S: '60', LEASE_S: '90' },
  },
  (system) => {
    it(`are looked up at ${GOAL * 100} % of the rate that the spacing allows, or more`, async function () {
      this.timeout(PEOPLE * SPACING_MS * 2);
      const crowd = createCrowd(system().origin);
      const kinds: readonly Suffix[] = ['00', '01', '02', '03'];
      const members = await crowd.join(Array.from({ length: PEOPLE }, (_, n) => kinds[n % 4] ?? '00'));
      await eventually('the queue moves', () => system().simulator.lookups.length >= 4, 120_000);
      const promises = await promisesTo(members);
      await crowd.settled(members, PEOPLE * SPACING_MS * 1.5);

      const { lookups, pages } = system().simulator;
      const between = gaps(lookups);
      const mean = between.reduce((sum, gap) => sum + gap, 0) / between.length;
      const part = SPACING_MS / mean;
      console.log(
        `${system().mode}: ${lookups.length} queries, ${mean.toFixed(0)} ms apart on average, at least ` +
          `${Math.min(...between)}; visits at least ${Math.min(...gaps(pages))}; ` +
          `${(part * 720).toFixed(0)} an hour = ${(part * 100).toFixed(1)} % of 720`,
      );
      expect(Math.min(...between)).to.be.at.least(SPACING_MS);
      expect(Math.min(...gaps(pages))).to.be.at.least(SPACING_MS);
      expect(part).to.be.at.least(GOAL);
      expect(promises, 'most still waited').to.have.length.greaterThan(PEOPLE / 2);
      expectHonest(promises);
    });
  },
);

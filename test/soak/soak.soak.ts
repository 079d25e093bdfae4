import { expect } from 'chai';
import { systemClock } from '../../shared/time/clock.ts';
import { signals, strike } from '../support/chaos/blows.ts';
import { runCourse } from '../support/chaos/course.ts';
import { unpacedParts } from '../support/chaos/parameters.ts';
import { courseOf, type Held, held } from '../support/chaos/resources.ts';
import { seeded } from '../support/random.ts';
import { asDeployed } from '../support/system/as-deployed.ts';
import { portalServices, readManifests } from '../support/system/manifests.ts';
import { inBothModes } from '../support/system/modes.ts';

/** `SOAK_MINUTES=120 npm run soak`: hours of faults at random, the same ones for one `SEED`, and what it costs to go on living. */
const minutes = Number(process.env.SOAK_MINUTES ?? 120);
const seed = Number(process.env.SEED ?? 1);
const ROUND = { seconds: 20, perSecond: 2, isQuiet: false };
const away = { restartMs: 2_000, stopMs: 8_000 };
/** Two looks a quarter. */
const FEWEST = 8;
const LONG_MS = (minutes + 60) * 60_000;
const manifests = await readManifests();

inBothModes(
  `${minutes} minutes of faults at random (SEED=${seed})`,
  asDeployed({ manifests, spacingMs: 0 }),
  (system) => {
    it('loses nobody, and holds no more at its end than it did', async function () {
      this.timeout(LONG_MS);
      const random = seeded(seed);
      // The first of each kind is struck; the second lives from the beginning to the end.
      const spared = portalServices.map((name) => `${name}-2`);
      const looks: Held[] = [];
      let people = 0;
      const until = systemClock.elapsed() + minutes * 60_000;
      while (systemClock.elapsed() < until) {
        const part = random.pick(unpacedParts);
        const signal = random.pick(signals);
        const name = `${part}, ${signal}`;
        const { figures, wrong } = await runCourse(
          system(),
          name,
          (target) => strike(target, part, signal, away),
          ROUND,
        );
        expect(wrong, name).to.deep.equal([]);
        people += figures.answered;
        looks.push(await held(system(), spared));
      }
      expect(looks.length, 'faults, too few to tell a course by: more SOAK_MINUTES').to.be.at.least(FEWEST);
      const course = courseOf(looks);
      console.log(`      ${looks.length} faults, ${people} people, everybody answered`);
      for (const { name, before, after } of course)
        console.log(`      | ${name} | ${before.toFixed(0)} | ${after.toFixed(0)} |`);
      expect(course.filter(({ isFlat }) => !isFlat).map(({ name }) => name)).to.deep.equal([]);
    });
  },
  ['distributed'],
);

import { expect } from 'chai';
import { eventually, HANG_MS } from '../eventually.ts';
import { createCrowd } from '../people/crowd.ts';
import { ANSWER_MS, asDeployed, type Deviations } from '../system/as-deployed.ts';
import { type Manifests, type PortalService, portalServices } from '../system/manifests.ts';
import { inBothModes, type SharedSystem } from '../system/modes.ts';
import type { System } from '../system/system.ts';
import { type Away, type Part, type Signal, strike } from './blows.ts';
import { type CourseOptions, type Fault, RECOVERY_MS, runCourse } from './course.ts';
import type { Figures } from './figures.ts';
import { keepWatching } from './watchers.ts';

export interface ChaosOptions extends CourseOptions {
  title: string;
  /** What is struck: a system of its own, or one that others use too. */
  system: Deviations | SharedSystem;
  blows: readonly { part: Part; signal: Signal }[];
  away: Away;
  /** Whether a time without a fault comes first, and as what a rolling restart replaces everything last; null = by nothing. */
  calm: boolean;
  rolling: Manifests | null;
  /** Whether nothing else is at work on this machine, so that it can be judged how long things take. */
  isQuiet: boolean;
  /** Told what each fault brought. */
  note(figures: Figures): void;
}

const WATCHERS = 6;
const SETTLE_MS = 2 * HANG_MS;

/** Breaks one process after another while people register, and shows each time what may never happen. */
export const describeChaos = (options: ChaosOptions): void => {
  const { title, blows, away, calm, rolling, isQuiet, note, seconds, perSecond } = options;
  inBothModes(
    title,
    typeof options.system === 'string' ? options.system : asDeployed(options.system),
    (system) => {
      before(() => system().simulator.setDelay(ANSWER_MS));

      const course = async (test: Mocha.Context, name: string, fault: Fault | null): Promise<Figures> => {
        test.timeout(seconds * 1_000 + SETTLE_MS);
        const { figures, wrong } = await runCourse(system(), name, fault, { seconds, perSecond, isQuiet });
        note(figures);
        expect(wrong).to.deep.equal([]);
        return figures;
      };

      if (calm)
        it('answers everybody while nothing breaks', async function () {
          await course(this, 'ninguna', null);
        });

      for (const { part, signal } of blows)
        it(`answers everybody once when ${part} gets ${signal}`, async function () {
          const figures = await course(this, `${part}, ${signal}`, (target) =>
            strike(target, part, signal, away),
          );
          if (isQuiet)
            expect(figures.recoveryS, 'seconds until an answer, after it was back').to.be.below(
              RECOVERY_MS / 1_000,
            );
        });

      if (rolling !== null)
        it('loses nobody, and no stream without a word, when each process is replaced by a new one', async function () {
          const crowd = createCrowd(system().origin);
          const people = await crowd.join(Array.from({ length: WATCHERS }, () => '00' as const));
          const watchers = people.map(({ client }) => keepWatching(system().origin, client));
          await eventually('every stream is open', () => watchers.every((one) => one.isOpen()));
          const figures = await course(this, 'reinicio de todos, uno por uno', (target) =>
            replaceAll(target, rolling),
          );
          await eventually('every stream is open again', () => watchers.every((one) => one.isOpen()));
          for (const one of watchers) one.close();
          expect(figures.unavailable, 'told that a part is away').to.equal(0);
          expect(watchers.map((one) => one.unannounced())).to.deep.equal(watchers.map(() => 0));
          // Not more often than a gateway ended: it may have come back to one that had its own end before it.
          for (const one of watchers) expect(one.ended()).to.be.within(1, rolling.replicas.gateway);
        });
    },
    ['distributed'],
  );
};

/** A new one is ready before an old one goes, as the manifests ask for. */
const replaceAll = async (
  system: System,
  { replicas }: Manifests,
): Promise<{ struckAt: number; mendedAt: number }> => {
  const struckAt = Date.now();
  const replace = async (name: PortalService, number: number): Promise<void> => {
    await system.start(`${name}-${number + replicas[name]}`);
    await system.retire(`${name}-${number}`);
  };
  for (const name of portalServices)
    for (let number = 1; number <= replicas[name]; number += 1) await replace(name, number);
  return { struckAt, mendedAt: Date.now() };
};

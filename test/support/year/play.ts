import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { createIds } from './chance.ts';
import { faultsOf, heal, resumeAll } from './faults.ts';
import { attempt, live, refresh, register } from './life.ts';
import { createStage, START, type Stage } from './stage.ts';
import { failed, unanswered, unrest } from './verdict.ts';
import { Broken } from './watch.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A circuit opens for six hours at the most, a check of old answers waits for the night. */
const REST_MS = 36 * HOUR_MS;
const LOOK_MS = 10 * 60_000;

export interface Played {
  seed: number;
  /** What must never be, and was; null when all held. */
  broken: string | null;
  kinds: readonly string[];
  days: number;
  people: number;
  leases: number;
  queries: number;
  answers: number;
  byNext: number;
}

interface PlayOptions {
  seed: number;
  days: number;
  trace?: (line: string) => void;
}

/** Plays one world from its seed to its end: first as bad as it may be, then well, until all have come to rest. */
export const play = async ({ seed, days, trace }: PlayOptions): Promise<Played> => {
  return withIds(seed ^ 0x1d5, async () => {
    const stage = await createStage({ seed, days, trace });
    let broken: string | null = null;
    try {
      await goOn(stage);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      broken = error.message;
    }
    const { leases, queries, answers, byNext } = stage.watch.counts;
    const { size: people } = stage.people;
    return { seed, broken, kinds: stage.plan.kinds, days, people, leases, queries, answers, byNext };
  });
};

/** Does a work for which Node makes the ids of a seed, where the modules ask it for any: so that a run is the same again. */
export const withIds = async <T>(seed: number, work: () => Promise<T>): Promise<T> => {
  const { randomUUID } = crypto;
  const set = (make: typeof randomUUID): void => {
    crypto.randomUUID = make;
    syncBuiltinESMExports();
  };
  set(createIds(seed));
  try {
    return await work();
  } finally {
    set(randomUUID);
  }
};

const goOn = async (stage: Stage): Promise<void> => {
  const { plan, world, script } = stage;
  const end = START + plan.days * DAY_MS;
  const during = (work: () => void): void => void world.at(script.between(START + 5_000, end), work);
  stage.trace(`seed ${plan.seed}: ${plan.kinds.join(', ')}`);
  for (let count = 0; count < plan.leaders; count += 1) during(() => void register(stage, 'LEADER'));
  for (let count = 0; count < plan.people; count += 1) during(() => void register(stage));
  for (let count = 0; count < 3 * plan.people; count += 1) during(() => void live(stage));
  // Much at once is another danger than much in a month.
  const rush = script.between(START, end - DAY_MS);
  for (let count = 0; count < plan.people; count += 1)
    world.at(rush + script.between(0, script.pick([1_000, HOUR_MS])), () => void live(stage));
  for (const fault of faultsOf(stage)) {
    const times = 1 + script.below(5);
    for (let time = 0; time < times; time += 1)
      if (script.next() < 0.3) world.at(rush + script.between(0, HOUR_MS), () => fault(stage));
      else during(() => fault(stage));
  }
  // Some faults last for some hours more.
  await world.runUntil(end + DAY_MS);
  await heal(stage);
  await runWhile(stage, resumeAll(stage));
  await comeToRest(stage);
  for (const person of failed(stage))
    await runWhile(
      stage,
      attempt(stage, 'asks again', () => refresh(stage, person, person)),
    );
  await comeToRest(stage);
  const left = unanswered(stage);
  if (left !== null) throw new Broken(left);
};

/** Lets time pass until a work of this world is done. */
const runWhile = async (stage: Stage, work: Promise<unknown>): Promise<void> => {
  let done = false;
  const finish = (): void => {
    done = true;
  };
  work.then(finish, finish);
  for (let waits = 0; !done && waits < 100; waits += 1) await stage.world.runUntil(stage.world.now() + 1_000);
  await work;
};

const comeToRest = async (stage: Stage): Promise<void> => {
  const { world } = stage;
  const deadline = world.now() + REST_MS;
  await world.runUntil(world.now() + LOOK_MS);
  while (world.now() < deadline) {
    if (unrest(stage) === null) return;
    await world.runUntil(world.now() + LOOK_MS);
  }
  throw new Broken(`the world does not come to rest: ${unrest(stage)}`);
};

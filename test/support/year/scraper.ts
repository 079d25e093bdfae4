import { createCensusQueue } from '../../../services/scraper/loop/census-queue.ts';
import { startHeartbeat } from '../../../services/scraper/loop/heartbeat.ts';
import { startWorkerLoop } from '../../../services/scraper/loop/worker-loop.ts';
import { measuredPace } from '../../../services/scraper/pace/measured-pace.ts';
import { createPace, slackOf } from '../../../services/scraper/pace/pace.ts';
import type { Lease } from '../../../shared/contract/census.ts';
import { sourceOfWay } from '../../../shared/contract/lookups.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Chance } from './chance.ts';
import { openSimulatedLookup } from './lookup.ts';
import type { Network } from './network.ts';
import type { Process } from './process.ts';
import type { SimulatedRedis } from './redis.ts';
import type { Site } from './site.ts';
import type { World } from './time.ts';

export interface ScraperOptions {
  world: World;
  chance: Chance;
  process: Process;
  network: Network;
  redis: SimulatedRedis;
  site: Site;
  spacingMs: number;
  slots: number;
  lanes: string[];
  leaseS: number;
  lookupTimeoutS: number;
  lag(): number;
  isBroken(lane: string): boolean;
  runs(lease: Lease): () => void;
  log: { info(message: string): void; warn(message: string): void; error(message: string): void };
}

/** @returns ends it as an orderly stop does */
export const startSimulatedScraper = (options: ScraperOptions): ((graceMs: number) => Promise<void>) => {
  const { world, chance, process, network, redis, site, spacingMs, slots, lanes, lag, log } = options;
  const { clock } = process;
  const { store, notBefore } = redis.connect(process, spacingMs, slackOf(spacingMs));
  const pace = measuredPace(createPace({ store, spacingMs, notBefore, clock }), {
    ...{ metrics: unmeasured as never, spacingMs, clock },
  });
  const queue = createCensusQueue(network.callOf(process), {
    ...{ worker: process.name, slots, lanes, source: 'simulated', log, clock },
    nextSource: (lane) => sourceOfWay(lane) || undefined,
  });

  const idle = process.idleClock();
  let isIdle = false;
  let dozes = false;
  /** The loop's rest after nothing was due may be left out while nothing changes. */
  const loopClock: Clock = {
    ...clock,
    wait(ms, signal) {
      const rests = isIdle;
      isIdle = false;
      if (!rests) return clock.wait(ms, signal);
      dozes = true;
      return idle.wait(ms, signal).finally(() => {
        dozes = false;
      });
    },
  };
  const loop = startWorkerLoop({
    queue: {
      ...queue,
      async due() {
        const answer = await queue.due();
        isIdle = !answer.due;
        return answer;
      },
    },
    ...{ pace, concurrency: slots, longestMs: options.leaseS * 1_000, log, clock: loopClock },
    async open() {
      await clock.wait(chance.delay(400, 5_000));
      if (chance.happens(0.001)) throw new AppError('browser_start', 'no browser');
      const { isBroken, runs } = options;
      const deadlineMs = options.lookupTimeoutS * 1_000;
      return openSimulatedLookup({ world, chance, process, pace, site, deadlineMs, isBroken, lag, runs });
    },
  });
  const heartbeat = startHeartbeat({
    ...{ send: queue.heartbeat, log },
    // Rounds that are left out are none that hang.
    state: () => ({ ...loop.state(), hangs: loop.state().hangs && !dozes }),
    clock: process.idleClock(true),
  });
  network.hear(process, loop.nudge);
  return async (graceMs) => {
    await loop.stop(graceMs);
    await heartbeat.stop();
    process.crash();
  };
};

const nothing = { inc: () => {}, observe: () => {} };
const unmeasured = { paceGrants: nothing, paceWait: nothing, paceViolations: nothing };

import type { Lease } from '../../../shared/contract/census.ts';
import { type Accounts, type People, startAccounts } from './accounts.ts';
import { createStream, type Stream } from './bus.ts';
import { startCensus } from './census.ts';
import { type Chance, createChance, createIds } from './chance.ts';
import { createDatabase, type Database } from './link.ts';
import { createNetwork, type Network } from './network.ts';
import { nextMoment } from './next-moment.ts';
import { type Plan, planOf, type Troubles, troublesOf } from './plan.ts';
import { createProcess, type Process } from './process.ts';
import { createRedis, type SimulatedRedis } from './redis.ts';
import { startSimulatedScraper } from './scraper.ts';
import { createSite, type Site } from './site.ts';
import { createStore } from './store/store.ts';
import { createWorld, type World } from './time.ts';
import { Broken, createWatch, type Watch } from './watch.ts';

interface Scraper {
  process: Process;
  stop(graceMs: number): Promise<void>;
}

/** Everything of one simulated world. */
export interface Stage {
  plan: Plan;
  world: World;
  chance: Chance;
  /** What the world's own script decides, so that it is the same whatever the product does. */
  script: Chance;
  troubles: Troubles;
  site: Site;
  redis: SimulatedRedis;
  stream: Stream;
  network: Network;
  census: Database;
  accounts: Accounts;
  accountsDatabase: Database;
  people: People;
  censuses: Process[];
  scrapers: Scraper[];
  brokenLanes: Set<string>;
  watch: Watch;
  id: () => string;
  cedula: () => string;
  /** As the gateway calls: with the actor whom the guard lets in. */
  call(name: string, params: object): Promise<unknown>;
  trace(line: string): void;
  broken(what: string): void;
  startCensus(): Promise<void>;
  startScraper(): void;
  /** Somebody's clock is set. */
  clockSet(): void;
  /** What happens when the next lookup begins. */
  atLookup: (() => void)[];
}

export const START = Date.parse('2026-03-01T12:00:00Z');

interface StageOptions {
  seed: number;
  days: number;
  trace?: ((line: string) => void) | undefined;
}

/** Sets up a world: its servers, its processes, and who watches. */
export const createStage = async ({ seed, days, trace: told }: StageOptions): Promise<Stage> => {
  const world: World = createWorld({ start: START, next: (now) => nextMoment(stage, now) });
  const chance: Chance = createChance(seed, () => world);
  const plan = planOf(seed, days, () => chance);
  const troubles = troublesOf(plan.has);
  let clocksAgree = true;
  let names = 0;

  const trace = (line: string): void => {
    if (told !== undefined) told(`${new Date(world.now()).toISOString()} ${line}`);
  };
  const broken = (what: string): void => {
    trace(`BROKEN ${what}`);
    world.stop(new Broken(what));
  };
  const watch = createWatch({
    ...{ store: () => census.store, now: world.now, leaseMs: plan.leaseS * 1_000 },
    wasTrue: (cedula, answer) => site.truths.wasTrue(cedula, answer),
    ...{ clocksAgree: () => clocksAgree, broken, trace },
  });
  const site = createSite({
    ...{ world, chance, spacingMs: plan.spacingMs },
    hiccups: () => troubles.hiccups,
    tooClose: (kind, apartMs) => broken(`two of kind ${kind} left ${apartMs.toFixed(1)} ms apart`),
    queried: watch.queried,
  });
  const redis = createRedis(world, chance, troubles.redis);
  const stream = createStream(world, chance, troubles.carriage);
  const network = createNetwork(world, chance, troubles.calls);
  const databaseOf = (schema: 'census' | 'accounts'): Database =>
    createDatabase(
      { world, chance },
      createStore({
        schema,
        committed(changes, matters, transaction) {
          if (matters) world.changed();
          if (schema === 'census') watch.committed(changes, transaction);
        },
      }),
      troubles.database,
    );
  const census = databaseOf('census');
  const accountsDatabase = databaseOf('accounts');
  const people: People = new Map();

  const logOf = (name: string) => {
    const line = (message: string, error?: unknown): void =>
      trace(`${name}: ${message}${error === undefined ? '' : ` ${error}`}`);
    return { info: line, warn: line, error: line };
  };
  const process = (kind: string): Process => {
    names += 1;
    return createProcess(world, `${kind}-${names}`, Math.round(chance.between(-50, 50)));
  };

  const accountsProcess = process('accounts');
  const gateway = network.callOf(process('gateway')) as unknown as Stage['call'];
  let cedulas = 10_000_000;
  const stage: Stage = {
    ...{
      plan,
      world,
      chance,
      troubles,
      site,
      redis,
      stream,
      network,
      census,
      accountsDatabase,
      people,
      watch,
    },
    script: createChance(seed ^ 0x0dd5, () => world),
    ...{
      censuses: [],
      scrapers: [],
      brokenLanes: new Set<string>(),
      atLookup: [],
      id: createIds(seed),
      trace,
      broken,
    },
    cedula() {
      cedulas += 1;
      return String(cedulas);
    },
    call: (name, params) => gateway(name, params),
    accounts: await startAccounts({
      ...{ process: accountsProcess, database: accountsDatabase, people, network, stream },
      ...{ catchUpS: plan.catchUpS, log: logOf(accountsProcess.name) },
    }),
    async startCensus() {
      const one = process('census');
      stage.censuses.push(one);
      await startCensus({
        ...{ process: one, database: census, network, stream, terms: plan.terms, catchUpS: plan.catchUpS },
        hintLost: () => troubles.hintLost,
        log: logOf(one.name),
        deadLettered: (what) => broken(`an event was put aside: ${what}`),
        refused: (trigger) => trace(`refused transition: ${trigger}`),
      });
    },
    startScraper() {
      const one = process('scraper');
      const stop = startSimulatedScraper({
        ...{
          world,
          chance,
          process: one,
          network,
          redis,
          site,
          spacingMs: plan.spacingMs,
          slots: plan.slots,
        },
        lanes: plan.hasNext ? [...plan.lanes, ...plan.lanes.map((lane) => `${lane}@wsp`)] : plan.lanes,
        ...{ leaseS: plan.leaseS, lookupTimeoutS: plan.lookupTimeoutS },
        lag: () => troubles.lag,
        isBroken: (lane) => stage.brokenLanes.has(lane.replace('@wsp', '')),
        runs(lease: Lease) {
          const ended = watch.runs(lease);
          for (const happen of stage.atLookup.splice(0)) happen();
          return () => {
            ended();
            world.changed();
          };
        },
        log: logOf(one.name),
      });
      stage.scrapers.push({ process: one, stop });
    },
    clockSet() {
      clocksAgree = false;
    },
  };
  for (let count = 0; count < plan.censuses; count += 1) await stage.startCensus();
  for (let count = 0; count < plan.scrapers; count += 1) stage.startScraper();
  return stage;
};

import type { Kind } from './plan.ts';
import type { Process } from './process.ts';
import { moods } from './site.ts';
import type { Stage } from './stage.ts';
import type { Snapshot } from './store/store.ts';
import { type Drift, drifts } from './wording.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const OPERATOR = '00000000-0000-4000-8000-00000000000f';

/** One kind of trouble: it begins, and ends by itself after a while. */
type Fault = (stage: Stage) => void;

/** Short, long or very long: each is another danger. */
const lengthMs = ({ script }: Stage, longestMs: number): number =>
  script.between(0, script.pick([10_000, 5 * MINUTE_MS, longestMs]));

const anyProcess = (stage: Stage): Process | undefined => {
  const running = [...stage.censuses, ...stage.scrapers.map(({ process }) => process)].filter((one) =>
    one.isAlive(),
  );
  return running.length === 0 ? undefined : stage.script.pick(running);
};

/** Starts another in the place of one that has ended. */
const replace = (stage: Stage, process: Process): void => {
  const wasCensus = stage.censuses.includes(process);
  stage.censuses = stage.censuses.filter((one) => one !== process);
  stage.scrapers = stage.scrapers.filter((one) => one.process !== process);
  if (wasCensus) void stage.startCensus();
  else stage.startScraper();
  stage.world.changed();
};

const crash: Fault = (stage) => {
  const process = anyProcess(stage);
  if (process === undefined) return;
  stage.trace(`${process.name} crashes`);
  process.crash();
  stage.world.changed();
  stage.world.in(lengthMs(stage, HOUR_MS / 4), () => replace(stage, process));
};

const freeze: Fault = (stage) => {
  const process = anyProcess(stage);
  if (process === undefined) return;
  stage.trace(`${process.name} stands still`);
  process.freeze();
  stage.world.in(lengthMs(stage, HOUR_MS), () => {
    stage.trace(`${process.name} goes on`);
    process.thaw();
  });
};

const stop: Fault = (stage) => {
  const scraper = stage.script.pick(stage.scrapers);
  if (!scraper.process.isAlive() || scraper.process.isFrozen()) return;
  stage.trace(`${scraper.process.name} is told to stop`);
  void scraper.stop(stage.script.pick([0, 5_000, 20_000])).then(() => replace(stage, scraper.process));
};

const jump: Fault = (stage) => {
  const process = anyProcess(stage);
  if (process === undefined) return;
  const { script, world } = stage;
  const ms = Math.round(script.between(-1, 1) * script.pick([2_000, 5 * MINUTE_MS, 2 * HOUR_MS]));
  stage.trace(`the clock of ${process.name} jumps by ${ms} ms`);
  stage.clockSet();
  process.jump(ms);
  world.changed();
  world.in(lengthMs(stage, 12 * HOUR_MS), () => {
    stage.trace(`the clock of ${process.name} is set right`);
    process.jump(-ms);
    world.changed();
  });
};

const redis: Fault = (stage) => {
  const { script, world } = stage;
  const wiped = script.next() < 0.5;
  stage.trace(`Redis goes away, and comes back ${wiped ? 'empty' : 'as it was'}`);
  stage.redis.setUp(false);
  world.in(lengthMs(stage, HOUR_MS / 2), () => {
    stage.trace('Redis is back');
    stage.redis.setUp(true);
    stage.redis.restart(wiped);
  });
};

const postgres: Fault = (stage) => {
  const database = stage.script.next() < 0.8 ? stage.census : stage.accountsDatabase;
  stage.trace(`Postgres of ${database.store.schema} goes away`);
  database.setUp(false);
  stage.world.in(lengthMs(stage, HOUR_MS / 4), () => {
    stage.trace(`Postgres of ${database.store.schema} is back`);
    database.setUp(true);
  });
};

const nats: Fault = (stage) => {
  const { script, world, stream } = stage;
  const [wiped, noticed] = [script.next() < 0.5, script.next() < 0.5];
  stage.trace(
    `NATS goes away${wiped ? `, and loses its stream, ${noticed ? 'which' : 'which nobody'} is told` : ''}`,
  );
  stream.setReady(false);
  world.in(lengthMs(stage, HOUR_MS / 2), () => {
    if (wiped) stream.wipe(noticed);
    stage.trace('NATS is back');
    stream.setReady(true);
  });
};

const site: Fault = (stage) => {
  const mood = stage.script.pick(moods);
  // Of two pages the first alone as often as both, and the second now and then.
  const which = stage.plan.hasNext ? stage.script.pick(['both', 'both', '', '', 'wsp'] as const) : 'both';
  const page = which === 'both' ? undefined : which;
  const name = page === undefined ? 'the site' : `the page ${page === '' ? 'of the first source' : page}`;
  stage.trace(`${name} is ${mood}`);
  stage.site.setMood(mood, page);
  stage.world.in(lengthMs(stage, 14 * HOUR_MS), () => {
    stage.trace(`${name} is well`);
    stage.site.setMood('well', page);
  });
};

const DRIFTS = [...(Object.keys(drifts) as Drift['name'][]), 'it is about somebody else'] as const;

/** Whoever makes the page changes how its answers are made, for some or for all, until it is as before or the portal has learned it. */
const drift: Fault = (stage) => {
  const { script, plan, site, world } = stage;
  const now: Drift = {
    name: script.pick(DRIFTS),
    of: script.pick(['all', 'all', 'active', 'cancelled', 'deceased', 'not_found'] as const),
    part: script.pick([1, 1, 0.5, 0.1]),
  };
  const which = plan.hasNext ? script.pick(['both', '', '', 'wsp'] as const) : 'both';
  const page = which === 'both' ? undefined : which;
  stage.trace(
    `the answers of ${page === undefined ? 'the site' : `page "${page}"`} change (${now.of}, ${now.part}): ${now.name}`,
  );
  site.drift(now, page);
  world.in(script.between(0, script.pick([HOUR_MS, 4 * HOUR_MS, 14 * HOUR_MS])), () => {
    stage.trace('the answers are read again');
    site.drift(null, page);
  });
};

const lane: Fault = (stage) => {
  const name = stage.script.pick(stage.plan.lanes);
  stage.trace(`lane ${name} leads nowhere`);
  stage.brokenLanes.add(name);
  stage.world.in(lengthMs(stage, 3 * HOUR_MS), () => {
    stage.trace(`lane ${name} leads out again`);
    stage.brokenLanes.delete(name);
  });
};

/** A lookup takes no longer, but for a slow page. */
const LOOKUP_MS = 12_000;

/** Most moments of a month are idle: this one mostly strikes while somebody is being looked up. */
const inLookups =
  (fault: Fault): Fault =>
  (stage) => {
    const { script, world } = stage;
    const [isAnywhen, afterMs] = [script.next() < 0.3, script.between(0, LOOKUP_MS)];
    if (isAnywhen) fault(stage);
    else stage.atLookup.push(() => void world.in(afterMs, () => fault(stage)));
  };

const backups = new WeakMap<Stage, Snapshot>();

/** Takes a backup, and sets the census back to it some hours later: its processes are started anew, as the runbook has it. */
const restore: Fault = (stage) => {
  backups.set(stage, stage.census.store.snapshot());
  stage.trace('a backup of the census is taken');
  stage.world.in(stage.script.between(0, 20 * HOUR_MS), () => {
    const backup = backups.get(stage);
    if (backup === undefined) return;
    stage.trace('the census is set back to its backup');
    const ended = stage.censuses;
    for (const process of ended) process.crash();
    stage.census.store.restore(backup);
    stage.watch.setBack();
    for (const process of ended) replace(stage, process);
  });
};

const pause: Fault = (stage) => {
  const actor = { id: OPERATOR, role: 'OPERATOR' };
  const order = (name: string, params: object = {}): void => {
    stage.call(`census.${name}`, { actor, ...params }).then(
      () => stage.trace(`an operator says ${name}`),
      () => stage.trace(`an operator cannot say ${name}`),
    );
  };
  if (stage.script.next() < 0.3) return order('probe');
  order('pause', { reason: 'elecciones' });
  stage.world.in(lengthMs(stage, 5 * HOUR_MS), () => order('resume'));
};

const faults: { [K in Kind]?: Fault } = {
  ...{ crashes: inLookups(crash), freezes: inLookups(freeze), stops: inLookups(stop), clocks: jump },
  ...{ redis: inLookups(redis), postgres: inLookups(postgres), nats: inLookups(nats), site, lanes: lane },
  ...{ restores: restore, pauses: pause, drift },
};

/** Those that this world has. */
export const faultsOf = ({ plan }: Stage): Fault[] => plan.kinds.flatMap((kind) => faults[kind] ?? []);

/** From now on all is well. */
export const heal = async (stage: Stage): Promise<void> => {
  stage.trace('all is well from now on');
  stage.atLookup = [];
  for (const part of [
    stage.troubles.calls,
    stage.troubles.carriage,
    stage.troubles.database,
    stage.troubles.redis,
  ])
    for (const name of Object.keys(part)) Object.assign(part, { [name]: 0 });
  Object.assign(stage.troubles, { hintLost: 0, hiccups: 0, lag: 0 });
  stage.site.setMood('well');
  stage.site.drift(null);
  for (const { cedula } of stage.people.values()) stage.site.curse(cedula, false);
  stage.brokenLanes.clear();
  for (const process of [...stage.censuses, ...stage.scrapers.map((one) => one.process)]) {
    process.thaw();
    process.jump(-process.offset());
  }
  stage.redis.setUp(true);
  stage.stream.setReady(true);
  stage.census.setUp(true);
  stage.accountsDatabase.setUp(true);
  stage.world.changed();
};

/** A pause that an operator made is ended by one. */
export const resumeAll = async (stage: Stage): Promise<void> => {
  await stage.call('census.resume', { actor: { id: OPERATOR, role: 'OPERATOR' } });
};

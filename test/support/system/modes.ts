import { DEAR_KIB } from '../cheap-passwords.ts';
import { missingPackages } from '../servers/servers.ts';
import { asStruck } from './as-deployed.ts';
import { type Mode, type System, type SystemOptions, startSystem } from './system.ts';

const wantedModes = (process.env.MODES ?? 'embedded,distributed').split(',') as Mode[];
const missing = wantedModes.includes('distributed') ? missingPackages() : [];

if (missing.length > 0) {
  const line = `distributed mode: its behaviour tests are skipped; install them with: apt-get install ${missing.join(' ')}`;
  if (process.env.CI === 'true') throw new Error(line);
  console.warn(line);
}

/** The modes that this machine can run. */
const modes: readonly Mode[] =
  missing.length > 0 ? wantedModes.filter((mode) => mode === 'embedded') : wantedModes;

/** How a system that several suites use is started. */
const shared = {
  /** Without spacing: the pace has tests of its own. */
  usual: { scrapers: 1, env: { REFRESH_COOLDOWN_S: '8', SPACING_MS: '0', PUSH_LOOPBACK: '1' } },
  /** Everything again at once: lookups, refreshes of the same person, what was missed. */
  eager: {
    scrapers: 1,
    env: { REFRESH_COOLDOWN_S: '0', SPACING_MS: '0', CATCH_UP_S: '2', EVENT_TRIES: '4' },
  },
  /** With one proxy in front, which says who comes, and a password costs what it costs people. */
  costly: { env: { TRUST_PROXY: '1', PASSWORD_MEMORY_KIB: String(DEAR_KIB) } },
  /** With two proxies in front, and an ADMIN must have a second factor. */
  strict: { env: { TRUST_PROXY: '2', FACTOR_ROLES: 'ADMIN', FACTOR_GRACE_DAYS: '7' } },
  /** With one proxy in front, and small numbers of what other systems allow without end; lookups leave one after the other. */
  narrow: {
    env: {
      ...{ TRUST_PROXY: '1', STREAMS_PER_ADDRESS: '12', SPACING_MS: '50' },
      ...{ LIMIT_LIST: '600 persona=8', LIMIT_STRENGTH: '600 ip=3' },
      LIMIT_RECOVERY: '600 ip=5 red=8 portal=1000',
      LIMIT_CLAIM: '600 ip=2 red=3 portal=1000',
    },
  },
  /** For those who mean harm: what they keep an event from telling is not caught up with, and lookups have a pace to attack. */
  attacked: {
    scrapers: 1,
    env: { REFRESH_COOLDOWN_S: '8', SPACING_MS: '20', PUSH_LOOPBACK: '1', CATCH_UP_S: '3600' },
  },
  /** As the manifests start it, two processes of each kind, for those who kill what it is made of; they are read where it is used. */
  struck: asStruck,
} satisfies Record<string, Omit<SystemOptions, 'mode'> | (() => Promise<Omit<SystemOptions, 'mode'>>)>;

type Settings = keyof typeof shared;
/**
 * `untouched` is the attacked one for those who come first: nothing is on its way there of what others did; `spent` is the
 * struck one for whoever comes last, and leaves nothing as it was.
 */
export type SharedSystem = Settings | 'untouched' | 'spent';
const turns: Partial<Record<Settings, readonly SharedSystem[]>> = {
  attacked: ['untouched', 'attacked'],
  struck: ['struck', 'spent'],
};
const names = (Object.keys(shared) as Settings[]).flatMap((name) => turns[name] ?? [name]);
const settingsOf = (name: SharedSystem): Settings =>
  name === 'untouched' ? 'attacked' : name === 'spent' ? 'struck' : name;

interface Running {
  started: Promise<System>;
  /** Suites that have not ended yet. */
  users: number;
}

const running = new Map<string, Running>();
/** How many suites will use each, counted while they are described. */
const users = new Map<string, number>();

const keyOf = (name: SharedSystem, mode: Mode): string => `${settingsOf(name)} ${mode}`;

const startShared = async (name: SharedSystem, mode: Mode): Promise<System> => {
  const settings = shared[settingsOf(name)];
  return startSystem({ ...(typeof settings === 'function' ? await settings() : settings), mode });
};

const takeShared = (name: SharedSystem, mode: Mode): Promise<System> => {
  const key = keyOf(name, mode);
  let taken = running.get(key);
  if (taken === undefined) {
    taken = { started: startShared(name, mode), users: users.get(key) ?? 0 };
    taken.started.catch(() => undefined); // Whoever uses it is told.
    running.set(key, taken);
  }
  return taken.started;
};

/** The last one ends it: a system that nobody uses costs a twelfth of a core. */
const leaveShared = async (name: SharedSystem, mode: Mode): Promise<void> => {
  const key = keyOf(name, mode);
  const taken = running.get(key);
  if (taken === undefined) return;
  taken.users -= 1;
  if (taken.users > 0) return;
  running.delete(key);
  await (await taken.started.catch(() => undefined))?.stop();
};

/** Which shared system a suite uses. */
const usedBy = new WeakMap<Mocha.Suite, SharedSystem>();

/**
 * Puts the suites that share a system one after the other: each idles only for as long as it is used. The usual one comes
 * last, and those that have one of their own first.
 */
export const bringTogether = (suites: Mocha.Suite[]): void => {
  const order: (SharedSystem | undefined)[] = [
    undefined,
    ...names.filter((name) => name !== 'usual'),
    'usual',
  ];
  const placeOf = (suite: Mocha.Suite): number => order.indexOf(usedBy.get(suite));
  suites.sort((one, other) => placeOf(one) - placeOf(other));
};

/** Ends what suites left that did not run to their end; a root hook calls it. */
export const stopSharedSystems = async (): Promise<void> => {
  const systems = await Promise.allSettled([...running.values()].map(({ started }) => started));
  await Promise.all(
    systems.map((started) => (started.status === 'fulfilled' ? started.value.stop() : undefined)),
  );
};

/** Describes what lives in one mode, or needs its servers, where the suite runs that mode: another part of it runs the other. */
export const inMode = (mode: Mode, title: string, define: (this: Mocha.Suite) => void): void => {
  if (modes.includes(mode)) describe(title, define);
};

/**
 * Describes one behaviour in both modes.
 *
 * @param wanted how to start a system for this behaviour alone, or the name of one that it shares with others and leaves as
 *   it was; null = the usual one
 * @param only the modes in which it is shown; both unless told
 */
export const inBothModes = (
  title: string,
  wanted: Omit<SystemOptions, 'mode'> | SharedSystem | null,
  define: (system: () => System, mode: Mode) => void,
  only: readonly Mode[] = modes,
): void => {
  const name = wanted === null ? 'usual' : typeof wanted === 'string' ? wanted : undefined;
  const own = typeof wanted === 'object' && wanted !== null ? wanted : undefined;
  for (const mode of modes.filter((one) => only.includes(one))) {
    if (name !== undefined) users.set(keyOf(name, mode), (users.get(keyOf(name, mode)) ?? 0) + 1);
    const suite = describe(`${title} (${mode})`, () => {
      let system: System | undefined;
      before(async () => {
        system = await (name === undefined ? startSystem({ ...own, mode }) : takeShared(name, mode));
        system.simulator.setDelay(own?.simulatorDelayMs ?? 50);
      });
      afterEach(function () {
        // What the processes said is the first thing that whoever looks at a failure wants.
        if (this.currentTest?.state !== 'failed' || system === undefined) return;
        for (const [role, child] of system.processes)
          console.error(`--- ${role}\n${child.output().slice(-4_000)}`);
      });
      define(() => {
        if (system === undefined) throw new Error('the system is not running');
        return system;
      }, mode);
      // After those of the behaviour itself, which may still need it.
      after(async () => {
        await (name === undefined ? system?.stop() : leaveShared(name, mode));
      });
    });
    if (name !== undefined) usedBy.set(suite, name);
  }
};

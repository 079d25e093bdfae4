import { missingPackages } from '../servers/servers.ts';
import { type Mode, type System, type SystemOptions, startSystem } from './system.ts';

const wanted = (process.env.MODES ?? 'embedded,distributed').split(',') as Mode[];
const missing = wanted.includes('distributed') ? missingPackages() : [];

if (missing.length > 0) {
  const line = `distributed mode: its behaviour tests are skipped; install them with: apt-get install ${missing.join(' ')}`;
  if (process.env.CI === 'true') throw new Error(line);
  console.warn(line);
}

/** The modes that this machine can run. */
const modes: readonly Mode[] = missing.length > 0 ? wanted.filter((mode) => mode === 'embedded') : wanted;

/** Systems that several files use, by mode; they end with the run. Without spacing: the pace has tests of its own. */
const shared = new Map<Mode, Promise<System>>();

const sharedSystem = (wanted: Mode): Promise<System> => {
  // All at once: each waits for its processes most of the time.
  if (shared.size === 0)
    for (const mode of modes) {
      const started = startSystem({ mode, env: { REFRESH_COOLDOWN_S: '8', SPACING_MS: '0', PUSH_LOOPBACK: '1' } });
      started.catch(() => undefined); // Whoever uses it is told.
      shared.set(mode, started);
    }
  return shared.get(wanted) ?? Promise.reject(new Error(`mode ${wanted} is not wanted`));
};

/** Ends what `sharedSystem` started; a root hook calls it. */
export const stopSharedSystems = async (): Promise<void> => {
  const systems = await Promise.allSettled(shared.values());
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
 * @param own how to start a system for this behaviour alone; null = one that it shares with others and leaves as it was
 * @param only the modes in which it is shown; both unless told
 */
export const inBothModes = (
  title: string,
  own: Omit<SystemOptions, 'mode'> | null,
  define: (system: () => System, mode: Mode) => void,
  only: readonly Mode[] = modes,
): void => {
  for (const mode of modes.filter((one) => only.includes(one))) {
    describe(`${title} (${mode})`, () => {
      let system: System | undefined;
      before(async () => {
        system = await (own === null ? sharedSystem(mode) : startSystem({ ...own, mode }));
        system.simulator.setDelay(own?.simulatorDelayMs ?? 50);
      });
      afterEach(function () {
        // What the processes said is the first thing that whoever looks at a failure wants.
        if (this.currentTest?.state !== 'failed' || system === undefined) return;
        for (const [role, child] of system.processes)
          console.error(`--- ${role}\n${child.output().slice(-4_000)}`);
      });
      after(async () => {
        if (own !== null) await system?.stop();
      });
      define(() => {
        if (system === undefined) throw new Error('the system is not running');
        return system;
      }, mode);
    });
  }
};

import { missingPackages } from './servers.ts';
import { type System, type SystemOptions, startSystem } from './system.ts';

export type Mode = 'embedded' | 'distributed';

const wanted = (process.env.MODES ?? 'embedded,distributed').split(',') as Mode[];
const missing = wanted.includes('distributed') ? missingPackages() : [];

if (missing.length > 0) {
  const line = `distributed mode: its behaviour tests are skipped; install them with: apt-get install ${missing.join(' ')}`;
  if (process.env.CI === 'true') throw new Error(line);
  console.warn(line);
}

/** The modes that this machine can run. */
export const modes: readonly Mode[] =
  missing.length > 0 ? wanted.filter((mode) => mode === 'embedded') : wanted;

/** Describes one behaviour in both modes, each with a system of its own. */
export const inBothModes = (
  title: string,
  options: Omit<SystemOptions, 'mode'>,
  define: (system: () => System) => void,
): void => {
  for (const mode of modes) {
    describe(`${title} (${mode})`, function () {
      this.timeout(120_000);
      let system: System | undefined;
      before(async () => {
        system = await startSystem({ ...options, mode });
      });
      afterEach(function () {
        // What the processes said is the first thing that whoever looks at a failure wants.
        if (this.currentTest?.state !== 'failed' || system === undefined) return;
        for (const [role, child] of system.processes)
          console.error(`--- ${role}\n${child.output().slice(-4_000)}`);
      });
      after(async () => {
        await system?.stop();
      });
      define(() => {
        if (system === undefined) throw new Error('the system is not running');
        return system;
      });
    });
  }
};

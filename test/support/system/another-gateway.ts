import { eventually } from '../eventually.ts';
import { unusedPort } from '../processes/unused-port.ts';
import { inBothModes } from './modes.ts';
import type { Mode, System } from './system.ts';

/** The role of a gateway that {@link atAnotherGateway} starts beside the first. */
export const ANOTHER = 'gateway-2';

/** One more gateway of a distributed system, at an address of its own. @param env what it is told else than the first */
export const startAnother = async (system: System, env: Record<string, string> = {}): Promise<System> => {
  const port = await unusedPort();
  await system.start(ANOTHER, { ...env, PORT: String(port) });
  const origin = `http://127.0.0.1:${port}`;
  await eventually('the other gateway is ready', async () => (await fetch(`${origin}/readyz`)).ok);
  return { ...system, origin };
};

/**
 * Describes in both modes what a gateway does that is told something else than usual: in one process it is a portal of its
 * own; distributed it is one more gateway of the system that others attack, which costs a fifth.
 */
export const atAnotherGateway = (
  title: string,
  envIn: (mode: Mode) => Record<string, string>,
  define: (system: () => System, mode: Mode) => void,
): void => {
  inBothModes(title, { env: envIn('embedded') }, define, ['embedded']);
  inBothModes(
    title,
    'attacked',
    (attacked, mode) => {
      let system: System | undefined;
      before(async () => {
        system = await startAnother(attacked(), envIn(mode));
      });
      after(async () => {
        // The system may have ended with it, where nobody else uses it.
        if (attacked().processes.has(ANOTHER)) await attacked().kill(ANOTHER, 'SIGTERM');
      });
      define(() => {
        if (system === undefined) throw new Error('the other gateway is not running');
        return system;
      }, mode);
    },
    ['distributed'],
  );
};

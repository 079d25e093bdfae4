import { fileURLToPath } from 'node:url';
import type { Separation } from './confinement.ts';

/** A program to start in a browser's place, and what it needs in its environment. */
interface StartCommand {
  program: string;
  env: Record<string, string>;
}

const START_APART = fileURLToPath(new URL('./start-apart.sh', import.meta.url));

/** What belongs to the user who starts it, and is of no use to another. */
const OF_THE_USER = /^(HOME|USER|LOGNAME|SHELL|XAUTHORITY|XDG_\w+|DBUS_\w+)$/;

/**
 * How to start `program` apart from this process. What is started takes the browser's own parameters, and becomes the
 * browser.
 *
 * @param env the browser's environment
 */
export const startCommand = (
  program: string,
  separation: Separation,
  env: Readonly<Record<string, string>>,
): StartCommand => {
  if (separation.kind === 'none') return { program, env: { ...env } };
  const apart = separation.kind === 'user' ? `uid:${separation.uid}` : 'namespace';
  const kept = Object.entries(env).filter(
    ([name]) => separation.kind === 'namespace' || !OF_THE_USER.test(name),
  );
  return {
    program: START_APART,
    env: { ...Object.fromEntries(kept), CENSO_BROWSER: program, CENSO_APART: apart },
  };
};

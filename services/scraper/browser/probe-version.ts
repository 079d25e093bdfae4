import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { within } from '../../../shared/time/within.ts';
import { browserEnv } from './browser-env.ts';
import { killGroup } from './kill-group.ts';

/** Chromium's own form: four numbers, as in `Chromium 153.0.8010.0 built on Debian`. */
const VERSION = /\b\d+\.\d+\.\d+\.\d+\b/;
/** The last words of a failure are enough for one line of a message. */
const REASON_LENGTH = 160;

/**
 * Runs `path --version`. That loads every shared library, so it also tells whether the browser can start here.
 *
 * @param env variables that this browser needs, over the ones that every browser gets
 * @param timeoutMs after so many milliseconds the program is killed
 * @returns the version, such as `153.0.8010.0`
 * @throws Error with a reason of one line: did not start, timed out, exit code, or output without a version
 */
export const probeVersion = (
  path: string,
  env: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<string> => {
  const child = spawn(path, ['--version'], {
    env: browserEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  return within(timeoutMs, versionFrom(child), {
    late() {
      // The whole group: a wrapper script's child would live on.
      if (child.pid !== undefined) killGroup(child.pid);
      throw new Error(`no respondió en ${timeoutMs} ms`);
    },
  });
};

const versionFrom = async (child: ChildProcessByStdio<null, Readable, Readable>): Promise<string> => {
  let stdout = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code, signal] = await once(child, 'close').catch((error: Error) => {
    throw new Error(`no arranca: ${error.message}`, { cause: error });
  });
  const said = output.trim().replaceAll(/\s+/g, ' ').slice(-REASON_LENGTH);
  if (code !== 0) throw new Error(`terminó con ${signal ?? `código ${code}`}${said ? `: ${said}` : ''}`);
  const version = VERSION.exec(stdout)?.[0];
  if (version === undefined) throw new Error(`no dice su versión${said ? `: ${said}` : ''}`);
  return version;
};

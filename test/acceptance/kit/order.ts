import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from '../../support/processes/child.ts';

const run = promisify(execFile);

/** How a program ended that may fail. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

interface Options {
  timeoutMs?: number;
  env?: Record<string, string>;
  cwd?: string;
}

/** Runs a program of this machine to its end. It is killed after `timeoutMs` (2 minutes unless told), which is a code of -1. */
export const attempt = async (
  program: string,
  parameters: readonly string[],
  { timeoutMs = 120_000, env = {}, cwd = root }: Options = {},
): Promise<Ended> => {
  const options = { cwd, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...env } };
  try {
    return { code: 0, ...(await run(program, [...parameters], options)) };
  } catch (error) {
    const { code, stdout = '', stderr = String(error) } = error as Partial<Ended>;
    return { code: typeof code === 'number' ? code : -1, stdout, stderr };
  }
};

/**
 * The same for what must succeed.
 *
 * @returns what it printed
 * @throws Error with what it said, when it did not
 */
export const order = async (
  program: string,
  parameters: readonly string[],
  options: Options = {},
): Promise<string> => {
  const { code, stdout, stderr } = await attempt(program, parameters, options);
  if (code !== 0)
    throw new Error(
      `${program} ${parameters.join(' ')} ended with ${code}\n${stdout.slice(-4_000)}\n${stderr.slice(-4_000)}`,
    );
  return stdout;
};

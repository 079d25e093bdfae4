import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './child.ts';

/** How one order of `censo` ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  /** What it printed with --json. */
  json<T = Record<string, unknown>>(): T;
}

/** Where no `.env` lies that could disturb. */
const elsewhere = tmpdir();
const TIMEOUT_MS = 120_000;

/** Gives one order to the command line, with nothing of this environment but PATH, HOME and TMPDIR. */
export const runCenso = async (
  order: readonly string[],
  env: Record<string, string>,
  input = '',
): Promise<Ended> => {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [join(root, 'scripts/censo.mjs'), ...order], {
    cwd: elsewhere,
    env: { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // An order that reads nothing may end before it was written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr, json: <T>() => JSON.parse(stdout) as T };
};

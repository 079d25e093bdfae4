import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { carryOut } from '../../../scripts/production/censo/carry-out.ts';
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

/** As little of this environment as a process gets. */
const little = (): Record<string, string> => {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }) };
};

/** Gives one order to the command line in this process: the same but for what only a process has, its start and its end. */
export const giveOrder = async (
  order: readonly string[],
  env: Record<string, string>,
  input = '',
): Promise<Ended> => {
  const printed = { stdout: '', stderr: '' };
  const collect = (stream: keyof typeof printed) => ({
    write(text: string) {
      printed[stream] += text;
    },
  });
  const code = await carryOut(order, {
    env: { ...little(), ...env },
    stdin: Readable.from(input),
    stdout: collect('stdout'),
    stderr: collect('stderr'),
  });
  return { code, ...printed, json: <T>() => JSON.parse(printed.stdout) as T };
};

/** Gives one order to the command line as a process of its own, with nothing of this environment but PATH, HOME and TMPDIR. */
export const runCenso = async (
  order: readonly string[],
  env: Record<string, string>,
  input = '',
): Promise<Ended> => {
  const child = spawn(process.execPath, [join(root, 'scripts/production/censo.mjs'), ...order], {
    cwd: elsewhere,
    env: { ...little(), ...env },
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

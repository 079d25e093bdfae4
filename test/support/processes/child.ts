import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { HANG_MS, HangError } from '../eventually.ts';

/** The root of the project. */
export const root = join(import.meta.dirname, '../../..');

/** A process that a test started. */
export interface Child {
  readonly pid: number;
  /** Everything it printed so far, both streams. */
  output(): string;
  /** Resolves when it has printed this; rejects with its output when it ends before, or hangs. */
  printed(text: string | RegExp): Promise<void>;
  /** Resolves with its exit code, null for a signal. */
  ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM unless told, then SIGKILL after 26 s; resolves when it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Longer than the program itself takes at the most. */
const STOP_MS = 26_000;

interface Options {
  /** Added to a minimal environment; undefined values are left out. */
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** In a process group of its own, as a terminal's foreground job is. */
  detached?: boolean;
}

/** Starts a program with nothing of this environment but PATH, HOME and TMPDIR. */
export const startChild = (program: string, parameters: readonly string[], options: Options = {}): Child => {
  const { PATH, HOME, TMPDIR } = process.env;
  const environment = { PATH, HOME, TMPDIR, ...options.env };
  const child: ChildProcess = spawn(program, [...parameters], {
    cwd: options.cwd ?? root,
    env: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined)),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: options.detached ?? false,
  });
  let output = '';
  const watchers = new Set<() => void>();
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
    for (const watch of watchers) watch();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const ended = once(child, 'exit').then(([code]) => code as number | null);

  return {
    pid: child.pid ?? -1,
    output: () => output,
    ended,
    kill: (signal) => void child.kill(signal),
    async printed(text) {
      const seen = () => (typeof text === 'string' ? output.includes(text) : text.test(output));
      await new Promise<void>((resolve, reject) => {
        const told = (how: string) => `${program} ${how}: ${text}\n${output}`;
        const timer = setTimeout(() => reject(new HangError(told('has not printed'))), HANG_MS);
        const watch = () => {
          if (!seen()) return;
          clearTimeout(timer);
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        ended.then(() => {
          clearTimeout(timer);
          if (!seen()) reject(new Error(told('ended without printing')));
        }, reject);
        watch();
      });
    },
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    },
  };
};

/** Starts the project's own launcher, on the Node that runs the tests. */
export const startCenso = (services: readonly string[], env: Record<string, string | undefined>): Child =>
  startChild(process.execPath, ['scripts/production/start.mjs', ...services], { env });

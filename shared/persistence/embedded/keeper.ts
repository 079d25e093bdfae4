import { spawn } from 'node:child_process';
import { within } from '../../time/within.ts';

/** A server that must not outlive this process. */
export interface Keeper {
  isRunning(): boolean;
  /** Resolves when it has ended, asked or not. */
  readonly ended: Promise<void>;
  /** What it printed, its last 16 KiB. */
  output(): string;
  /** Asks it to stop and waits; kills it after 5 s. */
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 5_000;

/**
 * The shell holds the reading end of a pipe whose writing end is this process: however this process ends, kill -9
 * included, the pipe closes and the server gets SIGINT (Postgres' fast shutdown). Works wherever there is a POSIX
 * shell, which `setpriv --pdeathsig` does not.
 */
const KEEP = `"$@" 3<&- & server=$!
{ cat <&3; kill -INT $server; } >/dev/null 2>&1 &
watcher=$!
wait $server; code=$?
kill $watcher 2>/dev/null
exit $code`;

/** Starts `command` in a process group of its own, so that a Ctrl-C on the terminal does not reach it before us. */
export const startKept = (command: readonly string[], parameters: readonly string[]): Keeper => {
  const shell = spawn('/bin/sh', ['-c', KEEP, 'keeper', ...command, ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  let running = true;
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-16_384);
  };
  shell.stdout?.on('data', collect);
  shell.stderr?.on('data', collect);
  const ended = new Promise<void>((resolve) => {
    shell.on('error', (error) => collect(Buffer.from(String(error))));
    // The watcher holds the pipe: 'close' comes only when it is gone too.
    shell.on('exit', () => shell.stdio[3]?.destroy());
    shell.on('close', () => {
      running = false;
      resolve();
    });
  });

  return {
    isRunning: () => running,
    ended,
    output: () => output,
    async stop() {
      shell.stdio[3]?.destroy();
      await within(STOP_TIMEOUT_MS, ended, { late: () => killGroup(shell.pid) });
      await ended;
    },
  };
};

const killGroup = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: the group ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

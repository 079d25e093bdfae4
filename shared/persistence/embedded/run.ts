import { spawn } from 'node:child_process';

/**
 * Runs a program to its end, with what it printed (its last 64 KiB).
 *
 * @param timeoutMs after which it is killed and `code` is null
 */
export const runToEnd = (
  [program = '', ...parameters]: readonly string[],
  timeoutMs: number,
): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-65_536);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });

import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs the whole suite as two mocha processes side by side: the behaviour tests wait most of the time, the others
 * compute. The first one's output is shown as it comes, the second one's when both are done.
 */
const halves = ['test/behaviour/**/*.test.ts', 'test/!(behaviour)/**/*.test.ts'];

/** @returns its exit code and its output, which was shown as it came when `live` */
const run = async (pattern: string, live: boolean): Promise<{ code: number; output: string }> => {
  const mocha = spawn('mocha', [pattern, ...(process.stdout.isTTY ? ['--color'] : [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (to: NodeJS.WriteStream) => (chunk: Buffer) => {
    if (live) to.write(chunk);
    else output += chunk.toString();
  };
  mocha.stdout.on('data', collect(process.stdout));
  mocha.stderr.on('data', collect(process.stderr));
  const [code] = (await once(mocha, 'close')) as [number | null];
  return { code: code ?? 1, output };
};

// A Ctrl-C reaches them too, and they clean up; a second one ends this process.
process.once('SIGINT', () => {});

const results = await Promise.all(halves.map((pattern, index) => run(pattern, index === 0)));
process.stdout.write(results.map(({ output }) => output).join(''));
process.exitCode = Math.max(...results.map(({ code }) => code));

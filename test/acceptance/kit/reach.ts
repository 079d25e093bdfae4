import { setTimeout as sleep } from 'node:timers/promises';
import type { Ended } from './order.ts';

/** Who tries, whom, and whether it must pass. */
export interface Pair {
  from: string;
  to: string;
  host: string;
  port: number;
  passes: boolean;
}

const TRY_MS = 3_000;

const node = `
const net = require('node:net');
const tries = JSON.parse(process.argv[1]).map(([host, port]) => new Promise((resolve) => {
  const socket = net.connect({ host, port });
  const end = (passes) => { socket.destroy(); resolve(passes ? 1 : 0); };
  socket.setTimeout(${TRY_MS}, () => end(false)).on('connect', () => end(true)).on('error', () => end(false));
}));
Promise.all(tries).then((all) => console.log(all.join(' ')));`;

/** For images without Node: with bash, or with an nc as Alpine's. Each try writes its place and what came of it. */
const shell = `
i=0
for place in "$@"; do
  { if command -v bash >/dev/null; then timeout 3 bash -c '</dev/tcp/'"$place" 2>/dev/null; else nc -z -w 3 "\${place%/*}" "\${place#*/}"; fi && echo "$i 1" || echo "$i 0"; } &
  i=$((i + 1))
done
wait`;

/** The command that tries places, and how to read in their order whether they passed. */
const tryAll = (pairs: readonly Pair[], hasNode: boolean) =>
  hasNode
    ? {
        command: ['node', '-e', node, JSON.stringify(pairs.map(({ host, port }) => [host, port]))],
        read: (out: string) => out.trim().split(' '),
      }
    : {
        command: ['sh', '-c', shell, 'sh', ...pairs.map(({ host, port }) => `${host}/${port}`)],
        read: (out: string) => {
          const lines = out
            .trim()
            .split('\n')
            .map((line) => line.split(' '));
          return lines.sort(([a], [b]) => Number(a) - Number(b)).map(([, passed = '']) => passed);
        },
      };

type Inside = (from: string, command: readonly string[]) => Promise<Ended>;

/** Those of one place that are not as they must be. */
const wrongFrom = async (from: string, its: readonly Pair[], inside: Inside): Promise<Pair[]> => {
  const hasNode = (await inside(from, ['node', '--version'])).code === 0;
  const { command, read } = tryAll(its, hasNode);
  const { code, stdout, stderr } = await inside(from, command);
  const passed = read(stdout);
  if (code !== 0 || passed.length !== its.length) throw new Error(`${from}: ${stdout} ${stderr}`);
  return its.filter(({ passes }, index) => (passed[index] === '1') !== passes);
};

/** What must pass is tried again: whoever is called may just start, on a machine that is busy. */
const TRIES = 10;
const PAUSE_MS = 5_000;

/**
 * Tries each pair from inside.
 *
 * @param inside runs a command where somebody is
 * @returns the pairs that are not as they must be
 */
export const wrongPairs = async (pairs: readonly Pair[], inside: Inside): Promise<string[]> => {
  const wrong: Pair[] = [];
  for (const from of new Set(pairs.map((pair) => pair.from))) {
    let left = await wrongFrom(
      from,
      pairs.filter((pair) => pair.from === from),
      inside,
    );
    for (let tries = 1; tries < TRIES && left.length > 0 && left.every(({ passes }) => passes); tries += 1) {
      await sleep(PAUSE_MS);
      left = await wrongFrom(from, left, inside);
    }
    wrong.push(...left);
  }
  return wrong.map(
    ({ from, to, port, passes }) => `${from} → ${to}:${port} ${passes ? 'is refused' : 'passes'}`,
  );
};

/**
 * node bench/profile.ts [--against <commit>] [--page /referidos/]
 *
 * Prints where the time of a page goes, asked for again and again, with everything in one process: the profile of somebody who
 * waits, or any page of a LEADER who has an answer. Top rows by their own time, and by packages and rooms.
 */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { unusedPort } from '../test/support/processes/unused-port.ts';
import { checkOut, here } from './kit/checkouts.ts';
import { leaderOf } from './kit/crowd.ts';
import { register } from './kit/people.ts';
import { startProduct } from './kit/product.ts';
import { rateOf } from './kit/rate.ts';

const SECONDS = 8;
const ROWS = 45;

interface Frame {
  functionName: string;
  url: string;
  lineNumber: number;
  columnNumber: number;
}

interface Profile {
  nodes: { id: number; callFrame: Frame }[];
  samples: number[];
  timeDeltas: number[];
}

/** Shares of the time that the process worked, by how `nameOf` calls each function. */
const sharesOf = (
  { nodes, samples, timeDeltas }: Profile,
  nameOf: (frame: Frame) => string,
): [string, number][] => {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  let worked = 0;
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? '';
    if (name === '(idle)') continue;
    const delta = timeDeltas[index] ?? 0;
    worked += delta;
    times.set(name, (times.get(name) ?? 0) + delta);
  }
  return [...times]
    .map(([name, time]): [string, number] => [name, time / worked])
    .toSorted((a, b) => b[1] - a[1]);
};

const maps = new Map<string, SourceMap | null>();

const mapOf = (file: string): SourceMap | null => {
  const known = maps.get(file);
  if (known !== undefined) return known;
  const map = existsSync(`${file}.map`)
    ? new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')))
    : null;
  maps.set(file, map);
  return map;
};

/** Where a function is written, as file and line; what was started is a bundle. */
const placeOf = ({ url, lineNumber, columnNumber }: Frame): string => {
  if (!url.startsWith('file:')) return url;
  const file = fileURLToPath(url);
  const entry = mapOf(file)?.findEntry(lineNumber, columnNumber);
  const [source, line] =
    entry !== undefined && 'originalSource' in entry
      ? [entry.originalSource, entry.originalLine]
      : [file, lineNumber];
  return `${source.replace(/^.*?\/?(?=(?:node_modules|services|shared|scripts)\/)/, '')}:${line + 1}`;
};

const roomOf = (frame: Frame): string => {
  const place = placeOf(frame);
  // As a bundle's map names it, beside which the packages are.
  const [, packageName] = /(?:node_modules|^\.\.\/\.\.\/\.\.)\/((?:@[^/]+\/)?[^/.]+)/.exec(place) ?? [];
  if (packageName !== undefined) return packageName;
  if (/^(services|shared)/.test(place)) return place.split('/').slice(0, 3).join('/');
  if (place.startsWith('node:')) return place.split('/').slice(0, 2).join('/');
  return frame.functionName.startsWith('(') ? frame.functionName : 'native code and compiled templates';
};

/** Has a process write down what it does for as long as `work` goes on. */
const profileOf = async (pid: number, port: number, work: () => Promise<void>): Promise<Profile> => {
  process.kill(pid, 'SIGUSR1');
  await sleep(1_000);
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await once(socket, 'open');
  let id = 0;
  const send = async (method: string, params = {}): Promise<{ profile?: Profile }> => {
    id += 1;
    socket.send(JSON.stringify({ id, method, params }));
    const [{ data }] = (await once(socket, 'message')) as [{ data: string }];
    return (JSON.parse(data) as { result: { profile?: Profile } }).result;
  };
  await send('Profiler.enable');
  await send('Profiler.setSamplingInterval', { interval: 500 });
  await send('Profiler.start');
  await work();
  const { profile } = await send('Profiler.stop');
  socket.close();
  if (profile === undefined) throw new Error('no profile came');
  return profile;
};

const print = (rows: [string, number][]): void => {
  for (const [name, share] of rows.slice(0, ROWS))
    console.log(`${(share * 100).toFixed(1).padStart(6)} %  ${name}`);
};

const { values } = parseArgs({ options: { against: { type: 'string' }, page: { type: 'string' } } });
const other = values.against === undefined ? null : checkOut(values.against);
const port = await unusedPort();
await using product = await startProduct(other ?? here, {
  mode: 'embedded',
  env: { SPACING_MS: '3600000', NODE_OPTIONS: `--inspect-port=${port}` },
});
const leader = await leaderOf(product, 1_250, true);
const { cookie } = values.page === undefined ? await register(product) : leader;
const ask = (seconds: number) => rateOf(`${product.origin}${values.page ?? '/perfil/'}`, cookie, seconds);
await ask(SECONDS / 4);
/** How often each action was called until now. */
const callsOf = async (): Promise<Map<string, number>> => {
  const text = await (await fetch(`${product.operations.censo}/metrics`)).text();
  const counts = text.matchAll(/^censo_action_duration_seconds_count\{.*?action="([^"]+)".*?\} (\d+)/gm);
  return new Map([...counts].map(([, action = '', count]) => [action, Number(count)]));
};

const before = await callsOf();
let pages = 0;
const profile = await profileOf(product.pids.censo ?? -1, port, async () => {
  const rate = await ask(SECONDS);
  pages = rate * SECONDS;
  console.log(`${product.checkout.name}: ${rate.toFixed(0)} pages a second under the profiler`);
});
for (const [action, count] of await callsOf()) {
  const each = (count - (before.get(action) ?? 0)) / pages;
  if (each > 0.01) console.log(`${each.toFixed(2).padStart(6)} calls a page of ${action}`);
}
print(sharesOf(profile, roomOf));
console.log();
print(sharesOf(profile, (frame) => `${frame.functionName || '(anonymous)'} ${placeOf(frame)}`.trim()));

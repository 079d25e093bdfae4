/**
 * node bench/profile.ts [<commit>]
 *
 * Prints where the time of a page goes: the profile of somebody who waits, asked for again and again, with everything in
 * one process. Top rows by their own time, and by packages and rooms.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkOut, here } from './kit/checkouts.ts';
import { leaderOf, register } from './kit/people.ts';
import { startProduct } from './kit/product.ts';
import { rateOf } from './kit/rate.ts';

const SECONDS = 8;
const ROWS = 25;

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

/** Shares of the time that the process worked, by how `nameOf` calls each function. */
const sharesOf = (
  { nodes, samples, timeDeltas }: Profile,
  nameOf: (frame: Profile['nodes'][number]['callFrame']) => string,
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
  return [...times].map(([name, time]): [string, number] => [name, time / worked]).toSorted((a, b) => b[1] - a[1]);
};

const pathOf = (url: string): string => url.replace(/^file:\/\/.*?\/(node_modules|services|shared)\//, '$1/');

const roomOf = ({ url, functionName }: { url: string; functionName: string }): string => {
  const path = pathOf(url);
  const [, packageName] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  if (packageName !== undefined) return packageName;
  if (path.startsWith('services') || path.startsWith('shared')) return path.split('/').slice(0, 3).join('/');
  if (path.startsWith('node:')) return path.split('/').slice(0, 2).join('/');
  return functionName.startsWith('(') ? functionName : path === '' ? 'native and compiled templates' : path;
};

const [commit] = process.argv.slice(2);
using other = commit === undefined ? null : checkOut(commit);
const folder = await mkdtemp(join(tmpdir(), 'censo-profile-'));
try {
  {
    await using product = await startProduct(other ?? here, {
      mode: 'embedded',
      env: { SPACING_MS: '3600000', NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` },
    });
    await leaderOf(product, 1_250, true);
    const { cookie } = await register(product);
    const rate = await rateOf(`${product.origin}/perfil/`, cookie, SECONDS);
    console.log(`${(other ?? here).name}: ${rate.toFixed(0)} pages a second under the profiler`);
  }
  const profiles = await Promise.all(
    (await readdir(folder)).map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Profile),
  );
  // The launcher has one of its own.
  const [profile] = profiles.toSorted((a, b) => b.samples.length - a.samples.length);
  if (profile === undefined) throw new Error('no profile was written');
  const print = (rows: [string, number][]): void => {
    for (const [name, share] of rows.slice(0, ROWS)) console.log(`${(share * 100).toFixed(1).padStart(6)} %  ${name}`);
  };
  print(sharesOf(profile, roomOf));
  console.log();
  print(
    sharesOf(profile, ({ functionName, url, lineNumber }) =>
      url === '' ? functionName : `${functionName || '(anonymous)'} ${pathOf(url)}:${lineNumber + 1}`,
    ),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

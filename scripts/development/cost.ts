import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { join } from 'node:path';

/**
 * Prints how many requests a second checkouts of the portal answer, side by side: `npm run cost -- <folder> <folder>`.
 * All run at the same time and are asked in turn, so that a busy machine is busy for each of them; medians and their
 * relation to the first folder are printed. A folder needs its `node_modules`.
 */

const ADDRESSES = ['/perfil/', '/api/v1/me/census'] as const;
const MODES = ['embedded', 'distributed'] as const;
const ROUNDS = 9;
const ROUND_MS = 2_000;
const CONNECTIONS = 16;

type Mode = (typeof MODES)[number];
interface Portal {
  folder: string;
  origin: string;
  cookie: string;
  process: ChildProcess;
}

/** In a process of its own, whose working folder is the checkout: starts it with a person who has an answer. */
const serve = async (mode: Mode): Promise<void> => {
  const module = (path: string): Promise<unknown> => import(join(process.cwd(), 'test/support', path));
  // The checkout's own harness, whose shape has been the same for long.
  const { startSystem } = (await module(
    'system/system.ts',
  )) as typeof import('../../test/support/system/system.ts');
  const { createClient, newCedula } = (await module(
    'people/client.ts',
  )) as typeof import('../../test/support/people/client.ts');
  const system = await startSystem({ mode, env: { LOG_LEVEL: 'warn' } });
  process.once('disconnect', () => void system.stop().then(() => process.exit(0)));
  const client = createClient(system.origin);
  await client.register({ cedula: newCedula('00') });
  await client.censusIn(['ACTIVE']);
  process.send?.({ origin: system.origin, cookie: client.cookie() });
};

const open = async (folder: string, mode: Mode): Promise<Portal> => {
  const child = fork(import.meta.filename, ['--serve', mode], { cwd: folder });
  const [told] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${folder} did not start in ${mode} mode`))),
  ])) as [{ origin: string; cookie: string }];
  return { folder, ...told, process: child };
};

/** @returns the status, once the answer was read to its end */
const ask = (agent: Agent, { origin, cookie }: Portal, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(`${origin}${path}`, { agent, headers: { cookie } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', reject);
  });

/** @returns answers a second @throws Error when one is not 200 */
const rateOf = async (portal: Portal, path: string): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const began = performance.now();
  let answers = 0;
  const connection = async (): Promise<void> => {
    while (performance.now() - began < ROUND_MS) {
      const status = await ask(agent, portal, path);
      if (status !== 200) throw new Error(`${portal.folder}: ${path} answered ${status}`);
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  agent.destroy();
  return (answers * 1_000) / (performance.now() - began);
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const compare = async (folders: readonly string[], mode: Mode): Promise<void> => {
  const portals = await Promise.all(folders.map((folder) => open(folder, mode)));
  for (const path of ADDRESSES) {
    const rates = portals.map((): number[] => []);
    // The first round warms up, and is not counted.
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const [index, portal] of portals.entries()) {
        const rate = await rateOf(portal, path);
        if (round > 0) rates[index]?.push(rate);
      }
    const [first = 0] = rates.map(median);
    for (const [index, { folder }] of portals.entries()) {
      const own = rates[index] ?? [];
      const spread = `${Math.min(...own).toFixed(0)}–${Math.max(...own).toFixed(0)}`;
      const part = ((median(own) / first) * 100).toFixed(0);
      console.log(`${mode}\t${path}\t${folder}\t${median(own).toFixed(0)}/s (${spread})\t${part} %`);
    }
  }
  for (const { process: child } of portals) child.disconnect();
  await Promise.all(portals.map(({ process: child }) => once(child, 'exit')));
};

const [first, ...others] = process.argv.slice(2);
if (first === '--serve') await serve(others[0] === 'embedded' ? 'embedded' : 'distributed');
else if (first === undefined) throw new Error('npm run cost -- <folder of a checkout> <another>');
else for (const mode of MODES) await compare([first, ...others], mode);

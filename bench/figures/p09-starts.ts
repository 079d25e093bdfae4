import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unusedPort } from '../../test/support/processes/unused-port.ts';
import type { Bench, Figure, Row } from '../kit/figure.ts';
import { sampleOf } from '../kit/interleaved.ts';
import { memoryOf } from '../kit/processes.ts';

const SETTLED_MS = 6_000;
const SETTLED_QUICK_MS = 3_000;

interface Started {
  /** Until the first page was there. */
  seconds: number;
  bytes: number;
}

/** Starts the product as somebody who tries it does. */
const start = async (folder: string, data: string, restMs: number): Promise<Started> => {
  const port = String(await unusedPort());
  const metricsPort = String(await unusedPort());
  const began = performance.now();
  const child = spawn(join(folder, 'node_modules/.bin/node'), ['scripts/production/start.mjs'], {
    cwd: folder,
    env: { ...process.env, PORT: port, METRICS_PORT: metricsPort, DATA_DIR: data, LOG_LEVEL: 'warn' },
    stdio: 'ignore',
  });
  const isThere = async (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/login/`).then(
      async (answer) => answer.ok && (await answer.text()).length > 0,
      () => false,
    );
  while (!(await isThere())) await sleep(20);
  const seconds = (performance.now() - began) / 1_000;
  await sleep(restMs);
  const bytes = await memoryOf(child.pid ?? -1);
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await ended;
  return { seconds, bytes };
};

/** From nothing to the first page, as the README says it. @returns seconds */
const fromNothing = async (folder: string): Promise<number> => {
  const clone = await mkdtemp(join(tmpdir(), 'censo-clone-'));
  const began = performance.now();
  try {
    execFileSync('git', ['clone', '--quiet', folder, join(clone, 'censo')], { stdio: 'inherit' });
    execFileSync('npm', ['ci'], { cwd: join(clone, 'censo'), stdio: 'ignore' });
    await start(join(clone, 'censo'), join(clone, 'data'), 0);
    return (performance.now() - began) / 1_000;
  } finally {
    await rm(clone, { recursive: true, force: true });
  }
};

const measure = async (bench: Bench): Promise<Row[]> => {
  const clone: Row = { what: 'clone → first page', goal: { atMost: 25 }, unit: ' s', of: {} };
  const warm: Row = { what: 'warm start → first page', goal: { atMost: 2 }, unit: ' s', of: {} };
  const idle: Row = { what: 'idle memory, without a browser', goal: { atMost: 180 }, unit: ' MB', of: {} };
  const starts = new Map(bench.checkouts.map((checkout) => [checkout, [] as Started[]]));
  const data = new Map<string, string>();
  try {
    for (const { name, folder } of bench.checkouts) {
      const own = await mkdtemp(join(tmpdir(), 'censo-start-'));
      data.set(name, own);
      await start(folder, own, 0);
    }
    const [rounds, restMs] = bench.isQuick ? [2, SETTLED_QUICK_MS] : [5, SETTLED_MS];
    for (let round = 0; round < rounds; round += 1)
      for (const [checkout, list] of starts)
        list.push(
          await start(checkout.folder, data.get(checkout.name) ?? '', round === rounds - 1 ? restMs : 0),
        );
  } finally {
    for (const folder of data.values()) await rm(folder, { recursive: true, force: true });
  }
  for (const [{ name, folder }, list] of starts) {
    warm.of[name] = sampleOf(list.map(({ seconds }) => seconds));
    idle.of[name] = sampleOf([(list.at(-1)?.bytes ?? 0) / 2 ** 20]);
    if (!bench.isQuick) clone.of[name] = sampleOf([await fromNothing(folder)]);
  }
  return bench.isQuick ? [warm, idle] : [clone, warm, idle];
};

/** How soon it is there, and what it holds then. */
export const starts: Figure = { id: 'P9', title: 'starting', quickS: 11, measure };

import { setTimeout as sleep } from 'node:timers/promises';
import type { Crowd, Member, Suffix } from '../people/crowd.ts';

export interface LoadOptions {
  perSecond: number;
  seconds: number;
  /** Whose cédulas come, in turn. */
  kinds: readonly Suffix[];
}

export interface Load {
  startedAt: number;
  /** Resolves when everybody who came was let in. */
  everybody: Promise<Member[]>;
  /** How much later than it should somebody came, at the worst, in milliseconds: this machine's own fault. */
  latestMs(): number;
}

/** People come at even distances, however long those before them take; each tries again until they are let in. */
export const startLoad = (crowd: Crowd, { perSecond, seconds, kinds }: LoadOptions): Load => {
  const startedAt = Date.now();
  let latestMs = 0;

  const comeAll = async (): Promise<Member[]> => {
    const coming: Promise<Member[]>[] = [];
    for (let n = 0; n < perSecond * seconds; n += 1) {
      const dueAt = startedAt + (n * 1_000) / perSecond;
      await sleep(Math.max(0, dueAt - Date.now()));
      latestMs = Math.max(latestMs, Date.now() - dueAt);
      coming.push(crowd.join([kinds[n % kinds.length] ?? '00']));
    }
    return (await Promise.all(coming)).flat();
  };

  return { startedAt, everybody: comeAll(), latestMs: () => latestMs };
};

/** A load whose people come later than this, or wait so long for their answer without a fault, is not the load asked for. */
const LATE_MS = 1_000;
const SLOW_MS = 2_000;

/** @returns why this machine did not produce the load, null when it did; `undisturbed` are people who came without a fault */
export const strainOf = (load: Load, undisturbed: readonly Member[]): string | null => {
  if (load.latestMs() > LATE_MS) return `somebody came ${Math.round(load.latestMs())} ms late`;
  const waits = undisturbed.map(({ sentAt, acceptedAt }) => acceptedAt - sentAt).sort((a, b) => a - b);
  const slow = waits[Math.floor(waits.length * 0.95)] ?? 0;
  return slow > SLOW_MS ? `one in twenty waited ${slow} ms before the fault` : null;
};

import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ConsentFloor, Purpose } from '../../../shared/contract/consent.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { moment, readRows } from '../../../shared/persistence/rows.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import { haveOutdated, outdateDecisions } from './outdate-many.ts';
import type { PolicyTexts } from './texts/read-texts.ts';

/** Whether all that does not count any more is ended; before, whoever asks looks at the text of a decision as well. */
export interface Settled {
  by(since: PolicyTexts['since']): boolean;
  note(since: PolicyTexts['since']): void;
}
export const createSettled = (): Settled => {
  let text = '';
  return {
    by: (since) => text === JSON.stringify(since),
    note(since) {
      text = JSON.stringify(since);
    },
  };
};

interface KeepOptions {
  fork: () => EntityManager;
  texts: Pick<PolicyTexts, 'since'>;
  settled: Settled;
  call: Call;
  /** What was announced may leave. */
  publish(): void;
  log: { info(message: string): void; warn(message: string, error?: unknown): void };
  clock?: Clock;
}

/** An earlier release that still runs takes decisions on its own text, and a text may begin to count. */
const EVERY_MS = 60_000;
/** The census may have been restored from a backup. */
const TELL_AGAIN_MS = 3_600_000;
/** The clocks of two processes agree to that. */
const CLOCKS_MS = 60_000;

/**
 * Keeps what people decided in step with the texts: tells the census since when a decision counts, which holds from that
 * moment for everybody, then ends what does not count any more, person by person.
 */
export const startKeepingCurrent = ({
  fork,
  texts,
  settled,
  call,
  publish,
  log,
  clock = systemClock,
}: KeepOptions): Loop => {
  let told: { text: string; at: number } | null = null;
  const tell = async (): Promise<void> => {
    const { since } = texts;
    const text = JSON.stringify(since);
    if (told?.text === text && clock.now() - told.at < TELL_AGAIN_MS) return;
    await call('census.countDecisions', await floorOf(fork(), since, new Date(clock.now())));
    told = { text, at: clock.now() };
  };
  return startLoop({
    clock,
    idleMs: EVERY_MS,
    backoff: { firstMs: 1_000, lastMs: EVERY_MS },
    async work(stopping) {
      // Its own decisions end also while the census is away.
      const failure = await tell().then(
        () => null,
        (error: unknown) => ({ error }),
      );
      const { since } = texts;
      const ended = await outdateDecisions(fork, { since }, () => new Date(clock.now()), {
        stopping,
        ended: publish,
      });
      if (ended > 0) log.info(`${ended} decisions ended because a later text of the policy allows more`);
      // Who was busy, or another process has in hand, is left.
      if (!(await haveOutdated(fork(), since))) settled.note(since);
      if (failure !== null) throw failure.error;
    },
    failed: (error) => log.warn('what people decided could not be held against the texts', error),
  });
};

/** Since when people decide on the texts that count: the first who did so, or from now on. */
const floorOf = async (em: EntityManager, since: PolicyTexts['since'], now: Date): Promise<ConsentFloor> => {
  const from = async (purpose: Purpose): Promise<string | null> => {
    if (since[purpose] === '') return null;
    const [row] = await readRows(
      em,
      z.object({ first: moment.nullable() }),
      `select min("granted_at") as "first" from "accounts"."consents"
       where "purpose" = ? and "policy_version" collate "C" >= ?`,
      [purpose, since[purpose]],
    );
    const first = row?.first?.getTime() ?? Number.POSITIVE_INFINITY;
    return new Date(Math.min(first, now.getTime() - CLOCKS_MS)).toISOString();
  };
  return { lookup: await from('lookup'), sharing: await from('sharing') };
};

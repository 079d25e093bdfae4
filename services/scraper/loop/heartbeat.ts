import { setTimeout as sleep } from 'node:timers/promises';
import { describe } from './trouble.ts';
import type { LoopState } from './worker-loop.ts';

export interface HeartbeatOptions {
  /** Tells the census that this scraper lives, or with `leaving` that it ends. */
  send(sign: { trouble: LoopState['trouble']; leaving: boolean }): Promise<void>;
  state: () => LoopState;
  log: { info(message: string): void; warn(message: string): void; error(message: string): void };
}

export interface Heartbeat {
  /** Says goodbye, so that nobody waits for this scraper; never rejects. */
  stop(): Promise<void>;
}

/** Several in the time after which the census takes a silent scraper for gone. */
const EVERY_MS = 5_000;

/**
 * Tells every few seconds that this scraper lives, however busy it is: a loop with all slots at work asks for nothing. One
 * that hangs is not alive: then it keeps silent.
 */
export const startHeartbeat = ({ send, state, log }: HeartbeatOptions): Heartbeat => {
  const stopping = new AbortController();
  /** What was logged last, so that a long trouble is one line. */
  let said: 'hangs' | 'unheard' | null = null;

  const beat = async (): Promise<void> => {
    const { trouble, hangs } = state();
    if (hangs) {
      if (said !== 'hangs') log.error('the worker loop does not go on: no sign of life is sent');
      said = 'hangs';
      return;
    }
    try {
      await send({ trouble, leaving: false });
      if (said !== null) log.info('signs of life are heard again');
      said = null;
    } catch (error) {
      if (said !== 'unheard')
        log.warn(`the census does not hear that this scraper lives: ${describe(error)}`);
      said = 'unheard';
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await beat();
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error;
      });
    }
  };
  run().catch((error: unknown) => log.error(`heartbeat ended: ${describe(error)}`));

  return {
    async stop() {
      if (stopping.signal.aborted) return;
      stopping.abort();
      await send({ trouble: null, leaving: true }).catch((error: unknown) =>
        log.info(`left without a goodbye: ${describe(error)}`),
      );
    },
  };
};

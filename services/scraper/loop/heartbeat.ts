import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { startLoop } from '../../../shared/time/loop.ts';
import { messageOf } from '../message-of.ts';
import type { LoopState } from './worker-loop.ts';

export interface HeartbeatOptions {
  /** Tells the census that this scraper lives, or with `leaving` that it ends. */
  send(sign: { trouble: LoopState['trouble']; leaving: boolean }): Promise<void>;
  state: () => LoopState;
  log: { info(message: string): void; warn(message: string): void; error(message: string): void };
  clock?: Clock;
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
export const startHeartbeat = ({ send, state, log, clock = systemClock }: HeartbeatOptions): Heartbeat => {
  /** What was logged last, so that a long trouble is one line. */
  let said: 'hangs' | 'unheard' | null = null;
  let stopped: Promise<void> | undefined;

  const beats = startLoop({
    async work() {
      const { trouble, hangs } = state();
      if (hangs) {
        if (said !== 'hangs') log.error('the worker loop does not go on: no sign of life is sent');
        said = 'hangs';
        return;
      }
      await send({ trouble, leaving: false });
      if (said !== null) log.info('signs of life are heard again');
      said = null;
    },
    idleMs: EVERY_MS,
    failed(error) {
      if (said !== 'unheard')
        log.warn(`the census does not hear that this scraper lives: ${messageOf(error)}`);
      said = 'unheard';
    },
    clock,
  });

  const leave = async (): Promise<void> => {
    // Beside a sign that may be on its way, which nobody has the time to wait for first.
    const goodbye = send({ trouble: null, leaving: true });
    await Promise.all([
      beats.stop(),
      goodbye.catch((error: unknown) => log.info(`left without a goodbye: ${messageOf(error)}`)),
    ]);
  };

  return {
    async stop() {
      stopped ??= leave();
      await stopped;
    },
  };
};

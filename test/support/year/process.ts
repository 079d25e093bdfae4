import type { Clock } from '../../../shared/time/clock.ts';
import type { Store, Transaction } from './store/store.ts';
import type { World } from './time.ts';

/** A process of the world: it may stand still, end, and have a clock that is wrong. */
export interface Process {
  readonly name: string;
  /** Its own time. Its timers wait while it stands still, and are gone with it. */
  readonly clock: Clock;
  /** A clock for a loop of its own: rounds that would find nothing are left out. */
  idleClock(atOnce?: boolean): Clock;
  isAlive(): boolean;
  isFrozen(): boolean;
  /** Goes on with what came from outside as soon as it runs; never, when it has ended. Nothing to wait for: undefined. */
  gate(): Promise<void> | undefined;
  freeze(): void;
  thaw(): void;
  crash(): void;
  /** Sets its wall clock ahead by so many milliseconds, or back. */
  jump(ms: number): void;
  offset(): number;
  owns(store: Store, tx: Transaction): void;
  /** What comes to it from outside, such as the network's. @returns takes it back */
  after(ms: number, work: () => void): () => void;
}

/** Postgres ends the transaction of a session that stands still. */
const IDLE_IN_TRANSACTION_MS = 6_000;
/** A round of a loop takes less, or the world is told that it took longer. */
const SLOWEST_ROUND_MS = 3_000;
const NEVER = new Promise<never>(() => {});

export const createProcess = (world: World, name: string, offset = 0): Process => {
  const begun = world.now();
  let ahead = offset;
  let state: 'runs' | 'frozen' | 'ended' = 'runs';
  let held: (() => void)[] = [];
  let thawed = Promise.withResolvers<void>();
  const transactions = new Map<Transaction, Store>();

  /** Does it now, when the process runs; else once it does. */
  const whenRunning = (work: () => void): void => {
    if (state === 'runs') work();
    else if (state === 'frozen') held.push(work);
  };

  const waitWith =
    (arm: (ring: () => void, ms: number) => { cancel(): void }) => (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const abort = (): void => {
          armed.cancel();
          reject(signal?.reason);
        };
        const armed = arm(
          () => {
            whenRunning(() => {
              if (signal?.aborted) return;
              signal?.removeEventListener('abort', abort);
              resolve();
            });
          },
          Math.max(0, ms),
        );
        signal?.addEventListener('abort', abort, { once: true });
      });

  const timer = (ring: () => void, ms: number) => {
    const appointment = world.in(ms, ring);
    return {
      cancel: () => {
        appointment.cancelled = true;
      },
    };
  };
  const clockWith = (wait: Clock['wait']): Clock => ({
    now: () => world.now() + ahead,
    elapsed: () => world.now() - begun,
    wait,
    every(ms, work) {
      let next = timer(ring, ms);
      function ring(): void {
        if (state === 'ended') return;
        next = timer(ring, ms);
        whenRunning(work);
      }
      return () => next.cancel();
    },
  });

  return {
    name,
    clock: clockWith(waitWith(timer)),
    idleClock: (atOnce = false) =>
      clockWith(
        waitWith((ring, ms) => {
          // The round before it may have begun before the latest change: nothing here is slower without saying so.
          const mayDoze = world.quietMs() > SLOWEST_ROUND_MS;
          const begunAt = world.now();
          let sleep: { cancel(): void } | undefined;
          const appointment = world.in(ms, () => {
            const isQuiet = mayDoze && world.quietMs() >= world.now() - begunAt;
            if (ms === 0 || !isQuiet || state === 'ended') return ring();
            sleep = world.sleep({ at: world.now() + ms, everyMs: ms, atOnce, wake: ring });
          });
          return {
            cancel() {
              appointment.cancelled = true;
              sleep?.cancel();
            },
          };
        }),
      ),
    isAlive: () => state !== 'ended',
    isFrozen: () => state === 'frozen',
    gate() {
      if (state === 'runs') return undefined;
      return state === 'ended' ? NEVER : thawed.promise.then(() => (state === 'ended' ? NEVER : undefined));
    },
    freeze() {
      if (state !== 'runs') return;
      state = 'frozen';
      thawed = Promise.withResolvers();
      for (const [tx, store] of transactions)
        world.in(IDLE_IN_TRANSACTION_MS, () => {
          if (state === 'frozen' && tx.state === 'open') store.abort(tx);
        });
    },
    thaw() {
      if (state !== 'frozen') return;
      state = 'runs';
      world.changed();
      thawed.resolve();
      const due = held;
      held = [];
      for (const work of due) work();
    },
    crash() {
      state = 'ended';
      held = [];
      for (const [tx, store] of transactions) store.abort(tx);
      transactions.clear();
    },
    jump(ms) {
      ahead += ms;
    },
    offset: () => ahead,
    owns(store, tx) {
      for (const [other] of transactions) if (other.state !== 'open') transactions.delete(other);
      transactions.set(tx, store);
    },
    after: (ms, work) => timer(() => whenRunning(work), ms).cancel,
  };
};

import { AppError } from '../../../shared/errors.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';

/** What a password is hashed for: each has places of its own, so that a flood of one leaves the others alone. */
const errands = ['login', 'registration', 'change'] as const;
export type Errand = (typeof errands)[number];

/** Who waits for a hash. */
export interface Waiting {
  errand: Errand;
  /** Their address block. */
  from: string;
}

export interface HashPlaces {
  /**
   * Does `work` when its turn comes.
   *
   * @throws AppError `busy` (503) when it was not begun, for want of a place or of time; else what the work throws
   */
  take<T>(who: Waiting, work: () => Promise<T>): Promise<T>;
}

interface HashPlacesOptions {
  /** So many at once. */
  concurrent: number;
  /** So many of each errand may wait. */
  most: number;
  /** Nobody waits for longer: whoever asked has gone by then. */
  patienceMs: number;
  clock?: Clock;
}

interface Job {
  run(): Promise<void>;
  drop(): void;
}

/** Those who wait for one errand, by where they come from, in the order in which these take turns. */
type Room = Map<string, Job[]>;

export const busy = (): AppError =>
  new AppError('busy', 'Hay muchas personas entrando en este momento. Intente de nuevo en unos segundos.', {
    status: 503,
    retryAfterS: 5,
  });

/** True when a password was not looked at. */
export const isBusy = (error: unknown): boolean => error instanceof AppError && error.code === 'busy';

/**
 * A few places for work that takes a core each. Errands take turns, and within each the blocks that people come from, so
 * that whoever comes from elsewhere waits for one hash of a crowd, not for all. When an errand's places are taken, the
 * last of the largest crowd leaves for somebody of a smaller one.
 */
export const createHashPlaces = ({
  concurrent,
  most,
  patienceMs,
  clock = systemClock,
}: HashPlacesOptions): HashPlaces => {
  const rooms = new Map<Errand, Room>(errands.map((errand) => [errand, new Map()]));
  let running = 0;

  const begin = (): void => {
    while (running < concurrent) {
      const job = nextOf(rooms);
      if (job === undefined) return;
      running += 1;
      job.run().finally(() => {
        running -= 1;
        begin();
      });
    }
  };

  return {
    take({ errand, from }, work) {
      // Made with every errand.
      const room = rooms.get(errand) as Room;
      if (!makeRoom(room, from, most)) return Promise.reject(busy());
      return new Promise((resolve, reject) => {
        const waits = new AbortController();
        const job: Job = {
          async run() {
            waits.abort();
            await work().then(resolve, reject);
          },
          drop() {
            waits.abort();
            leave(room, from, job);
            reject(busy());
          },
        };
        room.set(from, [...(room.get(from) ?? []), job]);
        clock.wait(patienceMs, waits.signal).then(job.drop, () => undefined);
        begin();
      });
    },
  };
};

/** @returns whether one more may wait who comes from there */
const makeRoom = (room: Room, from: string, most: number): boolean => {
  const crowds = [...room.values()];
  if (crowds.reduce((sum, { length }) => sum + length, 0) < most) return true;
  const largest = crowds.reduce((most, crowd) => (crowd.length > most.length ? crowd : most), []);
  if (largest.length <= (room.get(from)?.length ?? 0) + 1) return false;
  largest.at(-1)?.drop();
  return true;
};

const leave = (room: Room, from: string, job: Job): void => {
  const others = (room.get(from) ?? []).filter((other) => other !== job);
  if (others.length === 0) room.delete(from);
  else room.set(from, others);
};

/** Takes the next one out: whoever was served, errand and block, goes behind the others. */
const nextOf = (rooms: Map<Errand, Room>): Job | undefined => {
  for (const [errand, room] of rooms) {
    const [first] = room;
    if (first === undefined) continue;
    const [from, [job, ...others]] = first;
    room.delete(from);
    if (others.length > 0) room.set(from, others);
    rooms.delete(errand);
    rooms.set(errand, room);
    return job;
  }
  return undefined;
};

import { AppError } from '../../../shared/errors.ts';
import { subnetBlock } from '../../../shared/origin/address-block.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';

/** What a password is brought for: each has places of its own, so that a flood of one leaves the others alone. */
const errands = ['login', 'registration', 'change', 'recovery'] as const;
export type Errand = (typeof errands)[number];

/** Who brings a password. */
interface Bearer {
  errand: Errand;
  /** The address that they come from. */
  ip: string;
}

/** Where those wait who bring a password: for the hash, and for what is asked of the database before and after it. */
export interface PasswordPlaces {
  /**
   * Does `work` when its turn comes.
   *
   * @throws AppError `busy` (503) when it was not begun, for want of a place or of time; else what the work throws
   */
  take<T>(bearer: Bearer, work: () => Promise<T>): Promise<T>;
}

interface PasswordPlacesOptions {
  concurrent?: number;
  most?: number;
  patienceMs?: number;
  clock?: Clock;
}

/** So many at once: two hash, while others ask the database. */
const CONCURRENT = 4;
/** So many of each errand may wait: at 25 ms each they are served in time. */
const MOST = 100;
/** Nobody waits for longer: their caller does so for 8 s, and who has gone is not served. */
const PATIENCE_MS = 6_000;

interface Job {
  ip: string;
  /** Among those of one block: its addresses take turns. */
  turn: number;
  run(): Promise<void>;
  drop(): void;
}

/** Those who wait for one errand, by where they come from, in the order in which these take turns. */
type Room = Map<string, Job[]>;

const busy = (): AppError =>
  new AppError('busy', 'Hay muchas personas entrando en este momento. Intente de nuevo en unos segundos.', {
    status: 503,
    retryAfterS: 5,
  });

/**
 * Errands take turns, within each the address blocks that people come from, and within these their addresses, so that
 * whoever comes from elsewhere waits for one of a crowd, not for all. When an errand's places are taken, the last of the
 * largest crowd leaves for somebody of a smaller one.
 */
export const createPasswordPlaces = ({
  concurrent = CONCURRENT,
  most = MOST,
  patienceMs = PATIENCE_MS,
  clock = systemClock,
}: PasswordPlacesOptions = {}): PasswordPlaces => {
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
    take({ errand, ip }, work) {
      const from = subnetBlock(ip);
      // Made with every errand.
      const room = rooms.get(errand) as Room;
      if (!makeRoom(room, { from, ip }, most)) return Promise.reject(busy());
      return new Promise((resolve, reject) => {
        const waits = new AbortController();
        const crowd = room.get(from) ?? [];
        const job: Job = {
          ...{ ip, turn: nextTurn(crowd, ip) },
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
        const place = crowd.findLastIndex(({ turn }) => turn <= job.turn) + 1;
        room.set(from, crowd.toSpliced(place, 0, job));
        clock.wait(patienceMs, waits.signal).then(job.drop, () => undefined);
        begin();
      });
    },
  };
};

/** Behind the last one from the same address; else at the turn that is served next. */
const nextTurn = (crowd: readonly Job[], ip: string): number => {
  const last = crowd.findLast((job) => job.ip === ip);
  return last === undefined ? (crowd[0]?.turn ?? 0) : last.turn + 1;
};

/** @returns whether one more may wait who comes from there */
const makeRoom = (room: Room, { from, ip }: { from: string; ip: string }, most: number): boolean => {
  const crowds = [...room.values()];
  if (crowds.reduce((sum, { length }) => sum + length, 0) < most) return true;
  const largest = crowds.reduce((most, crowd) => (crowd.length > most.length ? crowd : most), []);
  const own = room.get(from) ?? [];
  const last = largest.length > own.length + 1 ? largest.at(-1) : own.at(-1);
  if (last === undefined || (last.turn <= nextTurn(own, ip) && own.includes(last))) return false;
  last.drop();
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

import { setImmediate as breathe } from 'node:timers/promises';

/** Something that happens at a moment of the world, unless it is cancelled before. */
interface Appointment {
  at: number;
  /** Of two at one moment the one that was made first comes first. */
  order: number;
  happen: () => void;
  cancelled: boolean;
}

/** A round of work that would find nothing, and is left out until something changes. */
interface Sleeper {
  at: number;
  everyMs: number;
  /** A sign of life: it is given at once when the world goes on. */
  atOnce: boolean;
  wake: () => void;
  gone: boolean;
}

export interface World {
  /** Milliseconds since 1970, as nobody's clock but the world's own says. */
  now(): number;
  at(at: number, happen: () => void): Appointment;
  in(ms: number, happen: () => void): Appointment;
  /**
   * Lets rounds be left out that would find nothing: until somebody says that something has changed, or the moment that
   * `next` names.
   */
  sleep(sleeper: Omit<Sleeper, 'gone'>): { cancel(): void };
  /** How long nothing has changed, or gone wrong. */
  quietMs(): number;
  /** How long nothing has changed, but for what went wrong. */
  stillMs(): number;
  /** Something has gone wrong: whoever tries again is not passed over. */
  stir(): void;
  /** Something is not as it was: who slept looks again. */
  changed(): void;
  /** Lets everything happen until then. */
  runUntil(at: number): Promise<void>;
  /** Nothing more happens. */
  stop(reason: Error): void;
}

interface WorldOptions {
  start: number;
  /** The next moment at which something may become due by itself. */
  next(now: number): number;
}

/** Time that goes from one thing that happens to the next, and passes over what would be nothing. */
export const createWorld = ({ start, next }: WorldOptions): World => {
  const heap = createHeap();
  let now = start;
  let orders = 0;
  let changedAt = start;
  let stirredAt = start;
  let stopped: Error | undefined;
  let sleepers: Sleeper[] = [];
  let alarm: Appointment | undefined;

  const at = (when: number, happen: () => void): Appointment => {
    orders += 1;
    const appointment = { at: Math.max(when, now), order: orders, happen, cancelled: false };
    heap.push(appointment);
    return appointment;
  };
  const wakeAll = (): void => {
    const woken = sleepers;
    sleepers = [];
    if (alarm !== undefined) alarm.cancelled = true;
    alarm = undefined;
    for (const sleeper of woken) {
      if (sleeper.gone) continue;
      const missed = Math.max(0, Math.ceil((now - sleeper.at) / sleeper.everyMs));
      at(sleeper.atOnce ? now : sleeper.at + missed * sleeper.everyMs, () => {
        if (!sleeper.gone) sleeper.wake();
      });
    }
  };

  return {
    now: () => now,
    at,
    in: (ms, happen) => at(now + ms, happen),
    sleep(given) {
      const sleeper = { ...given, gone: false };
      sleepers.push(sleeper);
      alarm ??= at(next(now), wakeAll);
      return {
        cancel() {
          sleeper.gone = true;
        },
      };
    },
    quietMs: () => now - stirredAt,
    stillMs: () => now - changedAt,
    stir() {
      stirredAt = now;
    },
    changed() {
      changedAt = now;
      stirredAt = now;
      if (sleepers.length > 0) wakeAll();
    },
    async runUntil(until) {
      for (let first = heap.pop(until); first !== undefined; first = heap.pop(until)) {
        if (first.cancelled) continue;
        now = first.at;
        first.happen();
        await breathe();
        if (stopped !== undefined) throw stopped;
      }
      now = until;
    },
    stop(reason) {
      stopped ??= reason;
    },
  };
};

/** The earliest first. */
const createHeap = () => {
  const items: Appointment[] = [];
  const isBefore = (a: Appointment, b: Appointment): boolean =>
    a.at < b.at || (a.at === b.at && a.order < b.order);
  const of = (index: number): Appointment => items[index] as Appointment;
  const swap = (a: number, b: number): void => {
    const kept = of(a);
    items[a] = of(b);
    items[b] = kept;
  };
  return {
    push(item: Appointment): void {
      items.push(item);
      for (let child = items.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1;
        if (!isBefore(of(child), of(parent))) return;
        swap(child, parent);
        child = parent;
      }
    },
    /** The first, if it is not later than that. */
    pop(until: number): Appointment | undefined {
      const [first] = items;
      if (first === undefined || first.at > until) return undefined;
      swap(0, items.length - 1);
      items.pop();
      for (let parent = 0; ; ) {
        const [left, right] = [2 * parent + 1, 2 * parent + 2];
        let least = parent;
        if (left < items.length && isBefore(of(left), of(least))) least = left;
        if (right < items.length && isBefore(of(right), of(least))) least = right;
        if (least === parent) return first;
        swap(parent, least);
        parent = least;
      }
    },
  };
};

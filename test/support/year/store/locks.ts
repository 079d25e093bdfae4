import { StoreError } from './checks.ts';

/** Whoever holds locks until its end. */
export interface Holder {
  readonly held: Set<string>;
  /** Ends it as one that was chosen to break a circle, or whose process stood still. */
  fail(error: Error): void;
}

interface Waiter {
  holder: Holder;
  shared: boolean;
  go: () => void;
  refuse: (error: Error) => void;
}

interface Lock {
  holders: Map<Holder, boolean>;
  waiters: Waiter[];
}

/** Locks of rows and of names, in the order in which they were asked for; a circle is found at once. */
export const createLocks = () => {
  const locks = new Map<string, Lock>();
  const waitsFor = new Map<Holder, string>();

  const lockOf = (key: string): Lock => {
    let lock = locks.get(key);
    if (lock === undefined) {
      lock = { holders: new Map(), waiters: [] };
      locks.set(key, lock);
    }
    return lock;
  };
  const isFree = (
    { holders, waiters }: Lock,
    holder: Holder,
    shared: boolean,
    queued = waiters.length,
  ): boolean => {
    const own = holders.get(holder);
    if (own !== undefined && (shared || own === false)) return true;
    for (const [other, otherShared] of holders)
      if (other !== holder && !(shared && otherShared)) return false;
    // Nobody overtakes, but who has a part of it already.
    return own !== undefined || queued === 0;
  };
  const grant = (key: string, lock: Lock, holder: Holder, shared: boolean): void => {
    lock.holders.set(holder, shared && (lock.holders.get(holder) ?? true));
    holder.held.add(key);
  };
  const isInCircle = (start: Holder): boolean => {
    const seen = new Set<Holder>();
    const open = [start];
    for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
      const key = waitsFor.get(holder);
      if (key === undefined) continue;
      for (const other of lockOf(key).holders.keys()) {
        if (other === holder) continue;
        if (other === start) return true;
        if (!seen.has(other)) open.push(other);
        seen.add(other);
      }
    }
    return false;
  };
  const handOver = (key: string): void => {
    const lock = lockOf(key);
    for (let first = lock.waiters[0]; first !== undefined; first = lock.waiters[0]) {
      if (!isFree(lock, first.holder, first.shared, 0)) return;
      lock.waiters.shift();
      waitsFor.delete(first.holder);
      grant(key, lock, first.holder, first.shared);
      first.go();
    }
    if (lock.holders.size === 0) locks.delete(key);
  };

  return {
    isTaken(key: string, holder: Holder): boolean {
      const lock = locks.get(key);
      return lock !== undefined && !isFree(lock, holder, false);
    },
    /** Takes it if nobody else has it. */
    tryTake(key: string, holder: Holder): boolean {
      const lock = lockOf(key);
      if (!isFree(lock, holder, false)) return false;
      grant(key, lock, holder, false);
      return true;
    },
    /** @returns nothing when it was had at once. @throws StoreError 40P01 for who would close a circle */
    take(key: string, holder: Holder, shared = false): Promise<void> | undefined {
      const lock = lockOf(key);
      if (isFree(lock, holder, shared)) {
        grant(key, lock, holder, shared);
        return undefined;
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      lock.waiters.push({ holder, shared, go: resolve, refuse: reject });
      waitsFor.set(holder, key);
      if (isInCircle(holder)) {
        lock.waiters.pop();
        waitsFor.delete(holder);
        reject(new StoreError('40P01', `deadlock detected at ${key}`));
      }
      return promise;
    },
    /** It has ended: whoever waits goes on. */
    release(holder: Holder): void {
      const key = waitsFor.get(holder);
      if (key !== undefined) {
        const lock = lockOf(key);
        const waiter = lock.waiters.find((one) => one.holder === holder);
        lock.waiters = lock.waiters.filter((one) => one !== waiter);
        waitsFor.delete(holder);
        waiter?.refuse(new StoreError('57P01', 'the transaction has ended'));
        handOver(key);
      }
      for (const held of holder.held) {
        lockOf(held).holders.delete(holder);
        handOver(held);
      }
      holder.held.clear();
    },
  };
};
export type Locks = ReturnType<typeof createLocks>;

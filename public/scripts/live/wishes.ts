import type { TabStore } from './tab-store.ts';

/** Somebody on this tab asked for an answer. */
export interface Wish {
  /** Whose; empty = the person's own, who is only registering. */
  userId: string;
  /** Empty for the own. */
  name: string;
  /** What was known when it was asked. */
  version: number;
  /** That a lookup failed was said; the answer may still come with the next. */
  failed?: boolean;
  /** That none follows by itself was said as well. */
  ended?: boolean;
  at: number;
}

/** What is known now of somebody's record. */
export interface Arrived {
  userId: string;
  version: number;
  /** What the answer is called: "Habilitada". */
  word: string;
  failed: boolean;
  /** When it is tried again, ISO 8601; null when it is not. */
  retryAt: string | null;
}

const KEY = 'censo-pedidos';
const MAX = 20;
const KEPT_MS = 30 * 60_000;

const isWish = (value: unknown): value is Wish => {
  const wish = value as Partial<Wish> | null;
  return typeof wish?.userId === 'string' && typeof wish.version === 'number' && typeof wish.at === 'number';
};

/** The answers that this tab's person waits for. */
export interface Wishes {
  add(wish: Omit<Wish, 'at'>): void;
  drop(userId: string): void;
  /** Those whose answer this is; they are fulfilled then. A failure is told once while it is tried again, and once
   * at its end, and the wish stays. */
  answeredBy(arrived: Arrived, own: string | null): Wish[];
  isEmpty(): boolean;
}

export const createWishes = (store: TabStore, now: () => number): Wishes => {
  const read = (): Wish[] => {
    try {
      const found: unknown = JSON.parse(store.getItem(KEY) ?? '[]');
      return Array.isArray(found) ? found.filter(isWish).filter(({ at }) => now() - at < KEPT_MS) : [];
    } catch {
      // Not ours: nobody waits.
      return [];
    }
  };
  const write = (wishes: readonly Wish[]): void => store.setItem(KEY, JSON.stringify(wishes.slice(-MAX)));

  const others = (userId: string): Wish[] => read().filter((wish) => wish.userId !== userId);

  return {
    add: (wish) => write([...others(wish.userId), { ...wish, at: now() }]),
    drop: (userId) => write(others(userId)),
    answeredBy({ userId, version, failed, retryAt }, own) {
      const isAbout = (wish: Wish) =>
        version > wish.version && (wish.userId === userId || (wish.userId === '' && userId === own));
      const wishes = read();
      const about = wishes.filter(isAbout);
      if (about.length === 0) return [];
      const ended = retryAt === null;
      const still = failed ? about.map((wish) => ({ ...wish, version, failed, ended })) : [];
      write([...wishes.filter((wish) => !isAbout(wish)), ...still]);
      return about.filter((wish) => !failed || (ended ? wish.ended !== true : wish.failed !== true));
    },
    isEmpty: () => read().length === 0,
  };
};

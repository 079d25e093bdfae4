import type { News, Told } from './news.ts';

/** What a tab that joins later is told of what came before. */
export interface Remembered {
  /** From when on everything is remembered, in ms since epoch. */
  since: number;
  told: Told[];
  lastId: string;
  own: string | null;
}

/** What the tab with the stream was told lately. */
export interface Memory {
  note(news: News, now: number): void;
  tell(): Remembered;
}

/** @param size how many people's newest versions are remembered */
export const createMemory = (size: number, from: number, lastId: string): Memory => {
  const told = new Map<string, Told & { at: number }>();
  const remembered = { since: from, lastId, own: null as string | null };

  return {
    note(news, now) {
      if (news.own !== null) remembered.own = news.own;
      if (news.lastId !== '') remembered.lastId = news.lastId;
      // What came before is not known.
      if (news.stale) remembered.since = now;
      for (const one of news.told) {
        if ((told.get(one.userId)?.version ?? 0) > one.version) continue;
        told.delete(one.userId);
        told.set(one.userId, { userId: one.userId, version: one.version, status: one.status, at: now });
      }
      while (told.size > size) {
        const [oldest] = told.values();
        if (oldest === undefined) return;
        told.delete(oldest.userId);
        remembered.since = Math.max(remembered.since, oldest.at + 1);
      }
    },
    tell: () => ({
      ...remembered,
      told: [...told.values()].map(({ userId, version, status }) => ({ userId, version, status })),
    }),
  };
};

/** What a tab whose page was made at `madeAt` learns: everything since, or that it has to look. */
export const newsSince = ({ since, told, lastId, own }: Remembered, madeAt: number): News => ({
  own,
  stale: since > madeAt,
  told,
  lastId,
});

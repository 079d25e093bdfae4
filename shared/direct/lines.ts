import { Agent, request } from 'undici';
import type { Announcement } from './announcement.ts';

/**
 * One idle connection to each process whose services are called. It ends in the moment in which that process dies, which
 * heartbeats tell only after seconds.
 */
export interface Lines {
  /** Holds one to a process; what cannot be reached is left to its heartbeats. */
  hold(id: string, to: Announcement): void;
  /** Lets it go without a word: the process said goodbye. */
  drop(id: string): void;
  close(): Promise<void>;
}

const ANSWER_MS = 3_000;

/** @param broken told of each process whose line ended unasked */
export const createLines = (broken: (id: string) => void): Lines => {
  const dispatcher = new Agent({
    connect: { timeout: ANSWER_MS },
    headersTimeout: ANSWER_MS,
    bodyTimeout: 0,
  });
  const held = new Map<string, { url: string; end: AbortController }>();

  const follow = async (id: string, { url, token }: Announcement, signal: AbortSignal): Promise<void> => {
    let stood = false;
    try {
      const headers = { authorization: `Bearer ${token}` };
      const { statusCode, body } = await request(url, { headers, signal, dispatcher });
      stood = statusCode === 200;
      await body.dump({ limit: Number.MAX_SAFE_INTEGER });
    } catch {
      // However it ended: whether it stood before is all that matters.
    }
    if (signal.aborted) return;
    held.delete(id);
    if (stood) broken(id);
  };

  const drop = (id: string): void => {
    held.get(id)?.end.abort();
    held.delete(id);
  };

  return {
    hold(id, to) {
      if (held.get(id)?.url === to.url) return;
      drop(id);
      const end = new AbortController();
      held.set(id, { url: to.url, end });
      void follow(id, to, end.signal);
    },
    drop,
    async close() {
      for (const id of held.keys()) drop(id);
      await dispatcher.destroy();
    },
  };
};

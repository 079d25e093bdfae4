import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { isAway } from '../../../shared/persistence/away.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';

/** A look, as the trail has it. */
export interface Noted {
  at: Date;
  who: string;
  what: string;
  whom: readonly string[];
  ip: string;
  said: string;
}

interface Waiting {
  noted: Noted;
  resolve(): void;
  reject(error: unknown): void;
}

/** So many commits are on their way at once; what comes meanwhile goes with the next. */
const AT_ONCE = 2;
/** So many looks are one commit at the most. */
const MOST = 100;

/** In one order, so that two commits never wait for each other's visits. */
const noting = prepared(
  'accounts.looks',
  z.object({}),
  `select "accounts"."note_look"("at", "who", "what", "whom", "ip", "said") from (
     select * from jsonb_to_recordset($1::jsonb)
       as "looks" ("at" timestamptz, "who" uuid, "what" text, "whom" uuid[], "ip" text, "said" text)
     order by "who", "what", "ip", "said", "at") "ordered"`,
);

/**
 * Each waits until it is on the disk; alone it goes at once.
 *
 * @param write some in one commit
 * @returns takes one; throws what `write` throws of it
 */
export const together = (write: (some: readonly Noted[]) => Promise<unknown>) => {
  let waiting: Waiting[] = [];
  let onTheirWay = 0;

  const settle = async ({ noted, resolve, reject }: Waiting): Promise<void> =>
    write([noted]).then(resolve, reject);
  const writeNext = async (): Promise<void> => {
    const some = waiting.slice(0, MOST);
    waiting = waiting.slice(MOST);
    try {
      await write(some.map(({ noted }) => noted));
      for (const { resolve } of some) resolve();
    } catch (error) {
      // Nobody knows whether it was written, and nothing else will be now.
      if (isAway(error)) for (const { reject } of some) reject(error);
      // One of them cannot be written, which is not the others' fault.
      else await Promise.all(some.map(settle));
    }
  };
  const begin = async (): Promise<void> => {
    while (waiting.length > 0) await writeNext();
    onTheirWay -= 1;
  };

  return (noted: Noted): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push({ noted, resolve, reject });
    if (onTheirWay < AT_ONCE) {
      onTheirWay += 1;
      void begin();
    }
    return promise;
  };
};

/** One of each database. */
const writers = new WeakMap<object, (noted: Noted) => Promise<void>>();

/**
 * Writes a look down, with those that came meanwhile: a commit waits for the disk, and the looks of one person for each other's
 * commits, 4 ms each.
 *
 * @throws what Postgres throws
 */
export const noteTogether = (em: EntityManager, noted: Noted): Promise<void> => {
  const driver = em.getDriver();
  const known = writers.get(driver);
  if (known !== undefined) return known(noted);
  const own = em.fork();
  const writer = together((some) => ask(own, noting, [JSON.stringify(some)]));
  writers.set(driver, writer);
  return writer(noted);
};

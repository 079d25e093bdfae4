import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';

/** An operator's pause: while its row is there, no lookup leaves. */
const pauseRule = z.object({ since: moment, by: id, reason: z.string() });
type Pause = z.output<typeof pauseRule>;

export const readPause = async (em: EntityManager): Promise<Pause | null> => {
  const [pause] = await readRows(em, pauseRule, 'select "since", "by", "reason" from "census"."pause"');
  return pause ?? null;
};

export const isPaused = async (em: EntityManager): Promise<boolean> => (await readPause(em)) !== null;

/** Begins a pause; one that runs goes on, with the newer reason. */
export const setPause = async (em: EntityManager, { since, by, reason }: Pause): Promise<void> => {
  await em.execute(
    `insert into "census"."pause" ("since", "by", "reason") values (?, ?, ?)
     on conflict ("only") do update set "by" = excluded."by", "reason" = excluded."reason"`,
    [since, by, reason],
  );
};

export const endPause = async (em: EntityManager): Promise<void> => {
  await em.execute('delete from "census"."pause"');
};

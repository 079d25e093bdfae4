import type { EntityManager } from '@mikro-orm/postgresql';
import { LoginFailureEntity } from '../store/entities.ts';
import { FORGET_MS } from './guesses.ts';

/** So many wrong passwords from unknown devices within an hour of each other are an attack on one cédula. */
const MANY = 30;

/** Whether strangers guess at this cédula from many places together. */
export const isAttacked = async (em: EntityManager, cedula: string, now: Date): Promise<boolean> => {
  const row = await em.findOne(LoginFailureEntity, { cedula });
  return row !== null && row.failures >= MANY && row.lastAt.getTime() >= now.getTime() - FORGET_MS;
};

/** Counts one guess of a stranger. */
export const countStranger = async (em: EntityManager, cedula: string, now: Date): Promise<void> => {
  await em.execute(
    `insert into "accounts"."login_failures" as f ("cedula", "failures", "last_at") values (?, 1, ?)
     on conflict ("cedula") do update set
       "failures" = case when f."last_at" < ? then 1 else f."failures" + 1 end, "last_at" = excluded."last_at"`,
    [cedula, now, new Date(now.getTime() - FORGET_MS)],
  );
};

/** One of them was none: the password was right. */
export const discountStranger = async (em: EntityManager, cedula: string): Promise<void> => {
  await em.execute(
    `update "accounts"."login_failures" set "failures" = "failures" - 1 where "cedula" = ? and "failures" > 0`,
    [cedula],
  );
};

/** Removes counts that are forgotten anyway, also those of cédulas that nobody has. @returns how many */
export const purgeStrangers = (em: Pick<EntityManager, 'nativeDelete'>, now: Date): Promise<number> =>
  em.nativeDelete(LoginFailureEntity, { lastAt: { $lt: new Date(now.getTime() - FORGET_MS) } });

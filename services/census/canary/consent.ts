import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { CanaryResult, CanaryState } from '../../../shared/contract/canary.ts';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { AppError } from '../../../shared/errors.ts';
import { moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { mayOperate } from '../../../shared/policy/access.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { noteOperation } from '../store/operations.ts';

/** An operator's consent lasts so long; who forgets it, or operates no more, is not asked about for ever. */
const CONSENT_DAYS = 90;
export const CONSENT_MS = CONSENT_DAYS * 24 * 3_600_000;

/**
 * An operator allows that their own cédula is asked each hour. What they agreed to is kept.
 *
 * @throws AppError `forbidden` (403); `canary_no_record` (409) without an answer of their own
 */
export const grantCanary = async (
  em: EntityManager,
  { actor, consent }: { actor: Actor; consent: string },
  now: Date,
): Promise<null> => {
  authorize(actor, 'operate');
  return em.transactional(async (tx) => {
    const made = await tx.execute<object[]>(
      `insert into "census"."canaries" as "canary" ("user_id", "granted_at", "consent")
       select "user_id", ?, ? from "census"."records" where "user_id" = ?
       on conflict ("user_id") do update set
         "granted_at" = excluded."granted_at", "consent" = excluded."consent", "ended_at" = null,
         "known" = null, "asked_at" = null, "result" = null, "result_at" = null
       returning "user_id"`,
      [now, consent, actor.id],
    );
    if (made.length === 0)
      throw new AppError(
        'canary_no_record',
        'El portal todavía no ha consultado su cédula. Autorice primero la consulta en su perfil.',
        { status: 409 },
      );
    await noteOperation(tx, { at: now, by: actor.id, kind: 'canary', detail: 'autorizada' });
    return null;
  });
};

/** Whoever gave it takes it back, whatever their role is by now; nothing is asked of them from here on. */
export const endCanary = (em: EntityManager, actor: Actor, now: Date): Promise<null> =>
  em.transactional(async (tx) => {
    const ended = await tx.execute<object[]>(
      `update "census"."canaries" set "ended_at" = ?, "known" = null where "user_id" = ? and "ended_at" is null
       returning "user_id"`,
      [now, actor.id],
    );
    if (ended.length > 0)
      await noteOperation(tx, { at: now, by: actor.id, kind: 'canary', detail: 'retirada' });
    return null;
  });

/**
 * Whoever operates no more is no canary either: the page on which they would take it back is closed to them. Word of a role
 * that is older than their consent changes nothing.
 */
export const endWithRole = async (
  em: EntityManager,
  { userId, role, changedAt }: Pick<DurableEvents['user.role_changed'], 'userId' | 'role' | 'changedAt'>,
): Promise<void> => {
  if (mayOperate({ id: userId, role })) return;
  await em.transactional(async (tx) => {
    const ended = await tx.execute<object[]>(
      `update "census"."canaries" set "ended_at" = ?, "known" = null
       where "user_id" = ? and "ended_at" is null and "granted_at" <= ? returning "user_id"`,
      [changedAt, userId, changedAt],
    );
    if (ended.length === 0) return;
    const at = new Date(changedAt);
    await noteOperation(tx, { at, by: userId, kind: 'canary', detail: 'terminada con el rol' });
  });
};

const rowRule = z.object({
  grantedAt: moment.nullable(),
  askedAt: moment.nullable(),
  result: word<CanaryResult>().nullable(),
  resultAt: moment.nullable(),
  others: z.number(),
});

/** @throws AppError `forbidden` (403) */
export const readCanary = async (em: EntityManager, actor: Actor, now: Date): Promise<CanaryState> => {
  authorize(actor, 'operate');
  const since = new Date(now.getTime() - CONSENT_MS);
  const [row] = await readRows(
    em,
    rowRule,
    `select max("granted_at") filter (where "user_id" = ?) as "grantedAt",
       max("asked_at") filter (where "user_id" = ?) as "askedAt",
       max("result") filter (where "user_id" = ?) as "result",
       max("result_at") filter (where "user_id" = ?) as "resultAt",
       count(*) filter (where "user_id" <> ?)::int as "others"
     from "census"."canaries" where "ended_at" is null and "granted_at" > ?`,
    [actor.id, actor.id, actor.id, actor.id, actor.id, since],
  );
  return {
    grantedAt: row?.grantedAt?.toISOString() ?? null,
    askedAt: row?.askedAt?.toISOString() ?? null,
    result: row?.result ?? null,
    resultAt: row?.resultAt?.toISOString() ?? null,
    others: row?.others ?? 0,
  };
};

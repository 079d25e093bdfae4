import type { EntityManager } from '@mikro-orm/postgresql';
import type { Purpose } from '../../../shared/contract/consent.ts';
import { ConsentEntity, type ConsentRow, UserEntity } from '../store/entities.ts';
import { announceConsent } from './announce.ts';
import { decisionsOf, inForce, isOutdated } from './decisions.ts';
import type { PolicyTexts } from './texts/read-texts.ts';

/**
 * Ends all that was allowed in somebody's name by another: they are asked, nobody looks them up or shows them before, and
 * what is known of them stays until they have decided. They are asked also where nothing stands: not to have allowed it was
 * another's decision as well.
 */
export const outdateAllOf = async (tx: EntityManager, userId: string, now: Date): Promise<void> => {
  const shown = inForce(await decisionsOf(tx, userId)).sharing !== null;
  await tx.execute(
    `update "accounts"."consents" set "withdrawn_at" = greatest(?, "granted_at"), "outdated" = true
     where "user_id" = ? and "withdrawn_at" is null`,
    [now, userId],
  );
  await tx.execute('update "accounts"."users" set "asked_again" = true where "id" = ?', [userId]);
  const user = await tx.findOneOrFail(UserEntity, { id: userId }, { refresh: true });
  await announceConsent(tx, user, { lookup: false, sharing: false, asking: true }, shown, now);
};

/**
 * Ends what somebody allowed of what has become another thing by no doing of theirs: they are asked. To whom they were shown
 * is told, so it comes before another takes that place.
 */
export const outdateOf = async (
  tx: EntityManager,
  userId: string,
  ended: readonly Purpose[],
  now: Date,
): Promise<void> => {
  const before = inForce(await decisionsOf(tx, userId));
  const standing = ended.flatMap((purpose) => before[purpose] ?? []);
  if (standing.length > 0) await outdate(tx, standing, now);
};

/**
 * Ends what somebody decided on an earlier text than one that allows more, before they decide anew: it does not count, though
 * the round over everybody has not come to them (`outdate-many.ts`).
 */
export const outdateOwn = async (
  tx: EntityManager,
  userId: string,
  { since }: Pick<PolicyTexts, 'since'>,
  now: Date,
): Promise<void> => {
  const outdated = (await decisionsOf(tx, userId)).filter((row) => isOutdated(row, since));
  if (outdated.length > 0) await outdate(tx, outdated, now);
};

/** @param ended of one person */
const outdate = async (
  tx: EntityManager,
  ended: readonly Pick<ConsentRow, 'id' | 'userId'>[],
  now: Date,
): Promise<void> => {
  const [userId] = ended.map((row) => row.userId);
  if (userId === undefined) return;
  const shown = inForce(await decisionsOf(tx, userId)).sharing !== null;
  const ids = ended.map(({ id: consentId }) => consentId);
  await tx.execute(
    `update "accounts"."consents" set "withdrawn_at" = greatest(?, "granted_at"), "outdated" = true
     where "id" in (${ids.map(() => '?').join(', ')})`,
    [now, ...ids],
  );
  await tx.execute('update "accounts"."users" set "asked_again" = true where "id" = ?', [userId]);
  const user = await tx.findOneOrFail(UserEntity, { id: userId }, { refresh: true });
  const rows = await tx.find(
    ConsentEntity,
    { userId },
    { orderBy: { grantedAt: 'asc', id: 'asc' }, refresh: true },
  );
  const held = inForce(rows);
  const allowed = { lookup: held.lookup !== null, sharing: held.sharing !== null };
  const asking = rows.findLast(({ purpose }) => purpose === 'lookup')?.outdated === true && !allowed.lookup;
  await announceConsent(tx, user, { ...allowed, ...(asking ? { asking } : {}) }, shown, now);
};

import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { type Purpose, purposes } from '../../../shared/contract/consent.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import { ConsentEntity, type ConsentRow, UserEntity } from '../store/entities.ts';
import { announceConsent } from './announce.ts';
import { decisionsOf, inForce } from './decisions.ts';
import type { PolicyTexts } from './texts/read-texts.ts';

/** So many people at once: what they wait for is short, and others decide meanwhile. */
const CHUNK = 200;

/**
 * Ends what people accepted before a text that allows more: they are asked again, and nobody looks them up before. What is
 * known of them stays, as they had allowed it.
 *
 * @returns how many decisions ended
 */
export const outdateDecisions = async (
  fork: () => EntityManager,
  { since }: Pick<PolicyTexts, 'since'>,
  now: Date,
): Promise<number> => {
  let ended = 0;
  for (const purpose of purposes) {
    if (since[purpose] === '') continue;
    for (let some = CHUNK; some === CHUNK; ended += some)
      some = await fork().transactional(async (tx) => {
        const outdated = await readRows(
          tx,
          z.object({ id, userId: id }),
          `select "id", "user_id" as "userId" from "accounts"."consents"
           where "purpose" = ? and "withdrawn_at" is null and "policy_version" collate "C" < ?
           order by "user_id" limit ? for update skip locked`,
          [purpose, since[purpose], CHUNK],
        );
        for (const row of outdated) await outdate(tx, [row], now);
        return outdated.length;
      });
  }
  return ended;
};

const EVERY_MS = 60_000;

/** The same again and again: an earlier release that still runs takes decisions on its own text. */
export const startOutdating = (
  fork: () => EntityManager,
  texts: Pick<PolicyTexts, 'since'>,
  { log, clock = systemClock }: { log: { error(message: string, error: unknown): void }; clock?: Clock },
): Loop =>
  startLoop({
    clock,
    idleMs: EVERY_MS,
    work: async () => void (await outdateDecisions(fork, texts, new Date(clock.now()))),
    failed: (error) => log.error('outdated decisions could not be ended', error),
  });

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

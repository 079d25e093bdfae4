import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { audit } from '../audit/audit.ts';
import { outdateOf } from '../consent/outdate.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { announceCorrection } from '../users/announce-correction.ts';
import { findReferrer } from './referrer.ts';

/** Who says that it was somebody else who invited a person, and why when it is not that person. */
export interface Reattribution {
  actor: Actor;
  userId: string;
  /** Null = nobody. */
  code: string | null;
  reason: string;
  ip: string;
}

/**
 * Says who invited a person: both lists and counts are right with the commit. To name whoever is named already changes
 * nothing: it is the same form sent twice.
 *
 * @param assertMay refuses who may not, by the person and the actor as they are now, both locked; asked only for what is a change
 * @throws AppError `validation` (400) with the field `ref`, `not_found` (404)
 */
export const setReferrer = (
  em: EntityManager,
  { actor, userId, code, reason, ip }: Reattribution,
  assertMay: (tx: EntityManager, person: UserRow, by: Actor) => Promise<void>,
  now: Date,
): Promise<void> =>
  em.transactional(async (tx) => {
    const referrer = code === null ? null : await findReferrer(tx, code);
    if (code !== null && referrer === null)
      throw refused('No encontramos a nadie con este código. Revíselo o pídalo de nuevo.');
    if (referrer?.id === userId) throw refused('Ese código es suyo: nadie se invita a sí mismo.');
    const others = [actor.id, ...(referrer === null ? [] : [referrer.id])];
    // In one order: two who name each other at the same moment come one after the other.
    const locked = await tx.find(
      UserEntity,
      { id: { $in: [userId, ...others] } },
      { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    const person = locked.find(({ id }) => id === userId);
    if (person === undefined) throw missingPerson();
    const before = person.referrerId ?? null;
    const after = referrer?.id ?? null;
    if (before === after) return;
    const by = locked.find(({ id, suspendedAt }) => id === actor.id && suspendedAt === null);
    await assertMay(tx, person, { id: actor.id, role: by?.role ?? 'USER' });
    if (after !== null && (await isBelow(tx, after, userId)))
      throw refused('A esa persona la invitó usted, o alguien a quien usted invitó.');
    // Nobody else decides with whom a person shares: they are asked, before another is told of them.
    if (actor.id !== userId) await stopSharing(tx, person, now);
    person.referrerId = after;
    await tx.flush();
    await announceCorrection(tx, { user: person, cedula: null, formerReferrerId: before }, now);
    const subjectIds = [userId, ...[before, after].filter((id) => id !== null)];
    const what = after === null ? 'nadie' : before === null ? 'alguien, antes nadie' : 'otra persona';
    const detail = reason === '' ? what : `${what}: ${reason}`;
    await audit(tx, { actor, action: 'user.referrer', subjectIds, ip, detail }, now);
  });

const stopSharing = async (tx: EntityManager, person: UserRow, now: Date): Promise<void> => {
  await outdateOf(tx, person.id, ['sharing'], now);
  await tx.execute('update "accounts"."users" set "shared" = false where "id" = ?', [person.id]);
  await tx.refresh(person);
};

const refused = (message: string): AppError =>
  new AppError('validation', message, { status: 400, fields: { ref: message } });

/** Whether `above` is among those who invited this person, or invited who did, and so on. */
const isBelow = async (em: EntityManager, userId: string, above: string): Promise<boolean> => {
  const [found] = await readRows(
    em,
    z.object({ below: z.boolean() }),
    `with recursive "line" as (
       select "id", "referrer_id" from "accounts"."users" where "id" = ?
       union select "u"."id", "u"."referrer_id" from "accounts"."users" "u" join "line" on "u"."id" = "line"."referrer_id"
     ) select exists (select 1 from "line" where "id" = ?) as "below"`,
    [userId, above],
  );
  return found?.below === true;
};

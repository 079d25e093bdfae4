import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { audit } from '../audit/audit.ts';
import { outdateOf } from '../consent/outdate.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { setReferrer } from '../referrals/set-referrer.ts';
import { GuessEntity, LoginFailureEntity, type UserRow } from '../store/entities.ts';
import { announceCorrection } from '../users/announce-correction.ts';
import { lockBoth } from '../users/lock-both.ts';

/**
 * Gives a person the cédula that is theirs, with who did it and why in the trail. What was found of the old number does
 * not stay with the new one: the census begins anew, once they allow it where they had not asked for this. They are told, and come in with the new number and the same password.
 *
 * @throws AppError `forbidden`, `own_cedula` (403), `not_found` (404), `same_cedula`, `cedula_taken` (409)
 */
export const correctCedula = async (
  em: EntityManager,
  messenger: MessengerSettings,
  { actor, userId, cedula, reason, ip }: ActionParams<'accounts.correctCedula'>,
  now: Date,
): Promise<void> => {
  authorize(actor, 'administer');
  if (actor.id === userId)
    throw new AppError('own_cedula', 'Nadie cambia su propia cédula; pídalo a otra persona que administre.', {
      status: 403,
    });
  await em.transactional(async (tx) => {
    const { by, person } = await lockBoth(tx, actor, userId);
    authorize(by, 'administer');
    if (person === undefined) throw missingPerson();
    if (person.cedula === cedula)
      throw conflict('same_cedula', 'Esta persona ya tiene esa cédula: escriba la que debe quedar.');
    const old = person.cedula;
    await takeCedula(tx, userId, cedula);
    // Their consent was for the number that they gave.
    if (!(await askedFor(tx, userId))) await outdateOf(tx, userId, ['lookup'], now);
    await tx.refresh(person);
    await tx.nativeDelete(GuessEntity, { cedula: old });
    await tx.nativeDelete(LoginFailureEntity, { cedula: old });
    await announceCorrection(tx, { user: person, cedula }, now);
    const data = { ending: cedula.slice(-4) };
    const message = { userId, phone: person.phone, kind: 'cedula_changed', data, urgent: false } as const;
    await queueMessage(tx, messenger, message, now);
    await audit(tx, { actor, action: 'user.cedula', subjectIds: [userId], ip, detail: reason }, now);
  });
};

/** Whether the person asks for a correction, which was not answered yet. */
const askedFor = async (em: EntityManager, userId: string): Promise<boolean> => {
  const open = await em.execute<unknown[]>(
    `select 1 from "accounts"."requests" where "user_id" = ? and "topic" = 'correccion' and "answered_at" is null limit 1`,
    [userId],
  );
  return open.length > 0;
};

/**
 * Somebody else's is looked for first: an error of the database's writes the number into its log, which is left to those
 * who take the same one at the same moment.
 *
 * @throws AppError `cedula_taken` (409)
 */
const takeCedula = async (em: EntityManager, userId: string, cedula: string): Promise<void> => {
  try {
    const changed = await em.execute<unknown[]>(
      `update "accounts"."users" set "cedula" = ?, "census_status" = null, "registered_by" = null
       where "id" = ? and not exists (select 1 from "accounts"."users" where "cedula" = ?) returning "id"`,
      [cedula, userId, cedula],
    );
    if (changed.length === 0) throw taken();
  } catch (error) {
    throw error instanceof UniqueConstraintViolationException ? taken() : error;
  }
};

const taken = (): AppError =>
  conflict('cedula_taken', 'Esa cédula ya tiene otra cuenta: no se puede usar en esta.');

const conflict = (code: string, message: string): AppError =>
  new AppError(code, message, { status: 409, fields: { cedula: message } });

/**
 * Says for a person who invited them: for who leads others, and may not say so alone. With another than they had named they
 * share nothing until they say so.
 *
 * @throws AppError `forbidden`, `own_referrer` (403), `validation` (400), `not_found` (404)
 */
export const correctReferrerOf = async (
  em: EntityManager,
  { actor, userId, code, reason, ip }: ActionParams<'accounts.correctReferrerOf'>,
  now: Date,
): Promise<void> => {
  authorize(actor, 'administer');
  if (actor.id === userId)
    throw new AppError('own_referrer', 'Quién le invitó a usted lo corrige en «Mis datos», «Corregir».', {
      status: 403,
    });
  const assertMay = async (_: EntityManager, __: UserRow, by: Actor) => authorize(by, 'administer');
  await setReferrer(em, { actor, userId, code, reason, ip }, assertMay, now);
};

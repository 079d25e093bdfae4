import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { setReferrer } from '../referrals/set-referrer.ts';
import { AuditEntity, type UserRow } from '../store/entities.ts';

/**
 * A person says that it was somebody else who invited them, or nobody.
 *
 * @throws AppError `validation` (400) with the field `ref`, `leads_others` (409), `too_many_changes` (429), `not_found` (404)
 */
export const correctReferrer = (
  em: EntityManager,
  { actor, code, ip }: ActionParams<'accounts.correctReferrer'>,
  now: Date,
): Promise<void> =>
  setReferrer(
    em,
    { actor, userId: actor.id, code, reason: '', ip },
    async (tx, person) => {
      leadsNobody(person);
      await assertFew(tx, actor.id, now);
    },
    now,
  );

/** Whoever is mistaken once corrects that; more is somebody who tries codes, or plays with a leader's counts. */
const MOST_A_DAY = 3;
const DAY_MS = 24 * 3_600_000;

const assertFew = async (tx: EntityManager, actorId: string, now: Date): Promise<void> => {
  const since = new Date(now.getTime() - DAY_MS);
  const changes = await tx.count(AuditEntity, { actorId, action: 'user.referrer', at: { $gt: since } });
  if (changes < MOST_A_DAY) return;
  const message = 'Ya cambió tres veces quién le invitó. Intente de nuevo mañana.';
  throw new AppError('too_many_changes', message, { status: 429, fields: { ref: message } });
};

/**
 * Whoever invited a leader, and coordinates, sees those whom the leader invited: another would see people who were never
 * told of them. So that is decided by who administers.
 */
const leadsNobody = ({ role }: UserRow): void => {
  if (role !== 'LEADER') return;
  throw new AppError(
    'leads_others',
    'Usted lidera a otras personas, y quien le invitó puede ver sus datos: pida este cambio a quien administra el portal.',
    { status: 409 },
  );
};

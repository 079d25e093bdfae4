import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { Factor } from '../../../shared/contract/factors.ts';
import { AppError } from '../../../shared/errors.ts';
import { audit } from '../audit/audit.ts';
import { FactorEntity, type FactorRow, RecoveryCodeEntity, UserEntity } from '../store/entities.ts';
import { countCodes, replaceCodes } from './recovery-codes.ts';

const present = ({ id, kind, label, createdAt, lastUsedAt }: FactorRow): Factor => ({
  ...{ id, kind, label, createdAt: createdAt.toISOString() },
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

/** What protects the person's own account besides its password. */
export const listFactors = async (
  em: EntityManager,
  { actor }: { actor: Actor },
): Promise<ActionResult<'accounts.factors'>> => {
  const [factors, codesLeft] = await Promise.all([
    em.find(
      FactorEntity,
      { userId: actor.id, confirmedAt: { $ne: null } },
      { orderBy: { createdAt: 'asc' } },
    ),
    countCodes(em, actor.id),
  ]);
  return { factors: factors.map(present), codesLeft };
};

/**
 * Takes one of the person's own factors away; with the last one go the recovery codes.
 *
 * @throws AppError `not_found` (404)
 */
export const removeFactor = (
  em: EntityManager,
  { actor, factorId, ip }: ActionParams<'accounts.removeFactor'>,
  now: Date,
): Promise<void> =>
  em.transactional(async (tx) => {
    const factor = await tx.findOne(FactorEntity, { id: factorId, userId: actor.id });
    if (factor === null)
      throw new AppError('not_found', 'Ese segundo paso ya no está en su cuenta.', { status: 404 });
    await tx.nativeDelete(FactorEntity, { id: factor.id });
    if ((await tx.count(FactorEntity, { userId: actor.id, confirmedAt: { $ne: null } })) === 0) {
      await tx.nativeDelete(RecoveryCodeEntity, { userId: actor.id });
      await tx.nativeUpdate(UserEntity, { id: actor.id }, { factorSince: null });
    }
    const entry = { actor, action: 'factor.remove', subjectIds: [actor.id], ip } as const;
    await audit(tx, { ...entry, detail: factor.label }, now);
  });

/**
 * Ten new recovery codes in place of those that were.
 *
 * @throws AppError `no_factor` (409) when there is nothing to recover
 */
export const renewCodes = (
  em: EntityManager,
  { actor, ip }: ActionParams<'accounts.renewCodes'>,
  now: Date,
): Promise<ActionResult<'accounts.renewCodes'>> =>
  em.transactional(async (tx) => {
    const user = await tx.findOneOrFail(UserEntity, { id: actor.id });
    if (user.factorSince == null)
      throw new AppError('no_factor', 'Active primero un segundo paso.', { status: 409 });
    await audit(tx, { actor, action: 'factor.codes', subjectIds: [actor.id], ip }, now);
    return { codes: await replaceCodes(tx, actor.id) };
  });

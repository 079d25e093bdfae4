import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../../shared/errors.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';

const DAY_MS = 24 * 3_600_000;
/** The others have so long to see who became an ADMIN before it counts for two. */
const SETTLED_MS = 7 * DAY_MS;
/** For so long neither decides what takes two beside the one who made them an ADMIN. */
const PROMOTED_MS = 30 * DAY_MS;

/**
 * Where something takes two ADMINs: both still are, each of them for a week (those of the command line from the first day,
 * so that a new portal has two), and neither was made one by the other within a month.
 *
 * @throws AppError `two_admins`, `new_admin` (403)
 */
export const assertTwoAdmins = async (
  tx: EntityManager,
  { first: firstId, second: secondId }: { first: string | null | undefined; second: string },
  now: Date,
): Promise<void> => {
  const lockMode = LockMode.PESSIMISTIC_READ;
  const find = (id: string) => tx.findOne(UserEntity, { id, suspendedAt: null }, { lockMode });
  const [first, second] = [firstId == null ? null : await find(firstId), await find(secondId)];
  if (first?.role !== 'ADMIN' || second?.role !== 'ADMIN') throw noTwo();
  if (!isSettled(first, now) || !isSettled(second, now) || isMadeBy(first, second, now)) throw newAdmin();
  if (isMadeBy(second, first, now)) throw newAdmin();
};

const isSettled = ({ adminSince }: UserRow, now: Date): boolean =>
  adminSince == null || now.getTime() - adminSince.getTime() >= SETTLED_MS;

const isMadeBy = ({ adminSince, adminBy }: UserRow, { id }: UserRow, now: Date): boolean =>
  adminBy === id && adminSince != null && now.getTime() - adminSince.getTime() < PROMOTED_MS;

const noTwo = (): AppError =>
  new AppError(
    'two_admins',
    'Esto lo piden y lo aprueban dos personas que administran, y quien lo pidió no lo hace. Niéguelo y pídanlo de nuevo.',
    { status: 403 },
  );

const newAdmin = (): AppError =>
  new AppError(
    'new_admin',
    'Esto lo deciden dos personas que administran desde hace una semana, y ninguna nombró a la otra en el último mes. Pídalo a otra persona, o a quien tenga la consola del portal.',
    { status: 403 },
  );

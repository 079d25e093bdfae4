import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../../shared/errors.ts';
import { UserEntity } from '../store/entities.ts';
import { eraseUser } from './erase-user.ts';
import type { Erasing } from './erasing.ts';

/** Where the trail says that it came from. */
const COMMAND_LINE = 'censo';

/**
 * Erases the person with this cédula for good, by the command line, with the reason in the trail.
 *
 * @throws AppError `not_found` (404), `last_admin` (409)
 */
export const eraseFromOutside = async (
  em: EntityManager,
  { cedula, why, ...means }: { cedula: string; why: string } & Pick<Erasing, 'messenger' | 'ledger'>,
  now: Date,
): Promise<void> => {
  const person = await em.findOne(UserEntity, { cedula });
  const erasing = { reason: 'command', by: null, why, ip: COMMAND_LINE, ...means } as const;
  if (person !== null && (await eraseUser(em.fork(), person.id, erasing, now))) return;
  throw new AppError(
    'not_found',
    'Nadie tiene una cuenta con esa cédula: ya está borrada, o nunca existió.',
    {
      status: 404,
    },
  );
};

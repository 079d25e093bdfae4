import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { DeadLetters, Redriven } from '../../../shared/contract/dead-letters.ts';
import { listDeadLetters } from '../../../shared/durable/dead-letters.ts';
import { type Consumers, redrive } from '../../../shared/durable/redrive.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { noteOperation } from '../store/operations.ts';

/** The events that this service could not handle. @throws AppError `forbidden` (403) */
export const readDeadLetters = async (em: EntityManager, actor: Actor): Promise<DeadLetters> => {
  authorize(actor, 'redrive');
  return listDeadLetters(em, 'census');
};

/**
 * Handles them once more, and writes down who asked for it.
 *
 * @param note who it was, when that is nobody with an account
 * @throws AppError `forbidden` (403)
 */
export const redriveDeadLetters = async (
  fork: () => EntityManager,
  { actor, consumers, note = '' }: { actor: Actor; consumers: Consumers; note?: string },
  ids: readonly string[] | 'all',
  now: Date,
): Promise<Redriven> => {
  authorize(actor, 'redrive');
  const { handled, failed } = await redrive(fork, { schema: 'census', consumers }, ids, now);
  if (handled + failed > 0) {
    const counts = `${handled} entregados, ${failed} fallaron de nuevo`;
    const detail = note === '' ? counts : `${counts} (${note})`;
    await noteOperation(fork(), { at: now, by: actor.id, kind: 'redrive', detail });
  }
  return { handled, failed };
};

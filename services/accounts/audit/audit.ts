import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { AuditAction } from '../../../shared/contract/audit.ts';
import { AuditEntity } from '../store/entities.ts';

interface Entry {
  actor: Actor | null;
  action: AuditAction;
  subjectIds: readonly string[];
  ip: string;
  detail?: string;
}

/**
 * Leaves an entry for every read of other people's data (Ley 1581 de 2012), and for what is changed of them; none when
 * it was about nobody. Without an actor it was the portal, or its command line. A change is audited in its own transaction.
 */
export const audit = async (em: EntityManager, entry: Entry, now: Date): Promise<void> => {
  if (entry.subjectIds.length > 0) await write(em, entry, now);
};

/** Somebody takes a list away as a file; each of its pages leaves an entry of whom it has. */
export const noteExport = (
  em: EntityManager,
  { actor, detail, ip }: Pick<Entry, 'actor' | 'ip'> & { detail: string },
  now: Date,
): Promise<void> => write(em, { actor, action: 'referrals.export', subjectIds: [], ip, detail }, now);

const write = async (em: EntityManager, entry: Entry, now: Date): Promise<void> => {
  const { actor, action, subjectIds, ip, detail = '' } = entry;
  em.persist(
    em.create(AuditEntity, {
      at: now,
      actorId: actor?.id ?? null,
      action,
      subjectIds: [...subjectIds],
      ip,
      detail,
    }),
  );
  await em.flush();
};

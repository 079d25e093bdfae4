import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { AuditAction } from '../../../shared/contract/audit.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { AuditEntity } from '../store/entities.ts';

export interface Entry {
  actor: Actor | null;
  action: AuditAction;
  subjectIds: readonly string[];
  ip: string;
  detail?: string;
}

/**
 * Leaves an entry for what is changed of other people, or taken away; none when it was about nobody. Without an actor it was
 * the portal, or its command line. A change is audited in its own transaction. What is looked at: looks.ts.
 */
export const audit = async (em: EntityManager, entry: Entry, now: Date): Promise<void> => {
  if (entry.subjectIds.length > 0) await record(em, entry, now);
};

const taking = prepared(
  'accounts.audit',
  z.object({}),
  `insert into "accounts"."audit" ("at", "actor_id", "action", "subject_ids", "ip", "detail")
   values ($1, $2, $3, $4, $5, $6)`,
);

/**
 * The same of a page that is taken away, for lists have hundreds of them: one statement, committed before this resolves.
 *
 * @throws Error inside a transaction; what Postgres throws
 */
export const auditTaken = async (em: EntityManager, entry: Entry, now: Date): Promise<void> => {
  const { actor, action, subjectIds, ip, detail = '' } = entry;
  if (subjectIds.length > 0) await ask(em, taking, [now, actor?.id ?? null, action, subjectIds, ip, detail]);
};

/** Somebody takes a list away as a file, of one leader perhaps; each of its pages leaves an entry of whom it has. */
export const noteExport = (
  em: EntityManager,
  { actor, detail, leaderId, ip }: ActionParams<'accounts.noteExport'>,
  now: Date,
): Promise<void> => {
  const subjectIds = leaderId === undefined ? [] : [leaderId];
  return record(em, { actor, action: 'referrals.export', subjectIds, ip, detail }, now);
};

/** Leaves an entry, also of what is about nobody whom the portal knows. */
export const record = async (em: EntityManager, entry: Entry, now: Date): Promise<void> => {
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

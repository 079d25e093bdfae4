import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { UserRow } from '../store/entities.ts';
import type { Erasing } from './erasing.ts';

/** By which the ledger knows an account, and nothing else does: an id is random. */
export const personHash = (userId: string): Buffer => createHash('sha256').update(userId).digest();

/**
 * Writes down that somebody was erased, when and why, and which texts they had accepted until when: what the law wants to be
 * shown later, without anything that says who it was.
 */
export const noteErasure = async (
  tx: EntityManager,
  erasureId: string,
  { id, cedula }: UserRow,
  { reason, ledger }: Pick<Erasing, 'reason' | 'ledger'>,
  now: Date,
): Promise<void> => {
  await tx.execute(
    `insert into "accounts"."erasures" ("id", "person_hash", "cedula_hash", "erased_at", "reason") values (?, ?, ?, ?, ?)`,
    [erasureId, personHash(id), ledger.cedulaHash(cedula), now, reason],
  );
  await tx.execute(
    `insert into "accounts"."erasure_consents"
       ("erasure_id", "purpose", "policy_version", "text_hash", "granted_at", "withdrawn_at")
     select ?, "purpose", "policy_version", "text_hash", "granted_at", "withdrawn_at"
     from "accounts"."consents" where "user_id" = ?`,
    [erasureId, id],
  );
};

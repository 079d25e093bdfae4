import type { EntityManager } from '@mikro-orm/postgresql';
import type { ErasureReason } from '../../../shared/contract/erasure.ts';
import { formatCedula, maskCedula } from '../../../shared/person/cedula.ts';
import { formatPhone } from '../../../shared/person/phone/phone.ts';
import type { UserRow } from '../store/entities.ts';
import type { Erasing } from './erasing.ts';

/** Whom the trail loses, and what it says of that. */
interface Redaction extends Erasing {
  person: UserRow;
  erasureId: string;
}

/** Words that are too short stand in anybody's sentence. */
const SHORTEST = 5;

/** As the trail names it. */
const names: Record<ErasureReason, string> = {
  own: 'Lo pidió la persona',
  admin: 'Lo hizo quien administra',
  command: 'Lo hizo quien opera',
  retention: 'Se cumplió el plazo de conservación',
  restored: 'Un respaldo la había traído de nuevo',
};

/**
 * Takes an erased person out of the trail, and adds the entry that says so: see `redact_audit` in m0018. Who erases
 * themselves is called there by the erasure's id as well.
 *
 * @param tx the account is gone in it
 */
export const redactTrail = async (
  tx: EntityManager,
  { person, erasureId, reason, by, why = '', ip = '' }: Redaction,
  now: Date,
): Promise<void> => {
  const isOwn = by?.id === person.id;
  const said = why === '' ? names[reason] : `${names[reason]}: ${why}`;
  await callRedaction(tx, [
    ...[person.id, erasureId, wordsOf(person), isOwn ? erasureId : (by?.id ?? null)],
    ...[now, isOwn ? '' : ip, said],
  ]);
};

/** What was written of them after they had gone, by somebody who was in the middle of something. */
export const redactLate = (tx: EntityManager, userId: string, erasureId: string, now: Date): Promise<void> =>
  callRedaction(tx, [userId, erasureId, [], null, now, '', 'Lo que se anotó mientras se borraba']);

const callRedaction = async (
  tx: EntityManager,
  [person, erasure, words, ...rest]: unknown[],
): Promise<void> => {
  await tx.execute(
    `select "accounts"."redact_audit"(?::uuid, ?::uuid,
       array(select jsonb_array_elements_text(?::jsonb)), ?::uuid, ?::timestamptz, ?::text, ?::text)`,
    [person, erasure, JSON.stringify(words), ...rest],
  );
};

/** By what somebody may be named in a reason that was typed. */
const wordsOf = ({ cedula, nombreCompleto, phone, phonePending, referralCode }: UserRow): string[] =>
  [
    ...[cedula, formatCedula(cedula), maskCedula(cedula), nombreCompleto, referralCode],
    ...[phone, phonePending ?? ''].flatMap((one) => [one, formatPhone(one), one.replace(/^\+57/, '')]),
  ].filter((word) => word.length >= SHORTEST);

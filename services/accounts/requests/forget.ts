import type { EntityManager } from '@mikro-orm/postgresql';
import type { UserRow } from '../store/entities.ts';

/** The number stays, with what kind it was, its dates and who answered. */
const EMPTY = `"nombre_completo" = '', "cedula" = '', "contact" = '', "text" = '', "extension" = left("extension", 0)`;

/**
 * What an erased person has asked, in the portal or by letter, is forgotten where it was answered. The law wants an answer to
 * what is open: it keeps who is to get it until then ({@link forgetAnswered}).
 *
 * @param tx the account is still there
 */
export const forgetRequests = async (
  tx: EntityManager,
  { id, cedula, nombreCompleto, phone }: UserRow,
): Promise<void> => {
  await tx.execute(
    `update "accounts"."requests" set "is_erased" = true, ${EMPTY}, "answer" = ''
     where ("user_id" = ? or "cedula" = ?) and "answered_at" is not null`,
    [id, cedula],
  );
  await tx.execute(
    `update "accounts"."requests" set "is_erased" = true,
       "nombre_completo" = coalesce(nullif("nombre_completo", ''), ?), "cedula" = coalesce(nullif("cedula", ''), ?),
       "contact" = coalesce(nullif("contact", ''), ?)
     where ("user_id" = ? or "cedula" = ?) and "answered_at" is null`,
    [nombreCompleto, cedula, phone, id, cedula],
  );
};

/** The last thing that kept who it was is done. */
export const forgetAnswered = async (tx: EntityManager, id: string): Promise<void> => {
  await tx.execute(
    `update "accounts"."requests" set ${EMPTY}, "answer" = '' where "id" = ? and "is_erased" and "answered_at" is not null`,
    [id],
  );
};

import type { EntityManager } from '@mikro-orm/postgresql';
import type { UserRow } from '../store/entities.ts';

/** The number stays, with what kind it was, its dates and who answered. */
const EMPTY = `"nombre_completo" = '', "cedula" = '', "contact" = '', "text" = '', "extension" = left("extension", 0),
  "missing" = left("missing", 0), "completion" = left("completion", 0), "answer" = left("answer", 0)`;
const IS_OVER = `("answered_at" is not null or "lapsed_at" is not null)`;

/** So many digits are a telephone's, without the country. */
const LONG = 10;
const THEIRS = `("user_id" = ? or "cedula" = ? or ("user_id" is null and "cedula" = '' and (
  right(regexp_replace("contact", '\\D', '', 'g'), ${LONG}) = ?
  or lower("nombre_completo") = lower(?) and not exists (
    select 1 from "accounts"."users" "other" where lower("other"."nombre_completo") = lower("requests"."nombre_completo")
      and "other"."id" <> ?))))`;

/**
 * What an erased person has asked, in the portal or by letter, is forgotten where it is over. The law wants an answer to
 * what is open: it keeps who is to get it until then ({@link forgetOver}). A letter that says no cédula is theirs by their
 * telephone, or by a name that nobody else here has.
 *
 * @param tx the account is still there
 */
export const forgetRequests = async (
  tx: EntityManager,
  { id, cedula, nombreCompleto, phone }: UserRow,
): Promise<void> => {
  const theirs = [id, cedula, phone.replace(/\D/g, '').slice(-LONG), nombreCompleto, id];
  await tx.execute(
    `update "accounts"."requests" set "is_erased" = true, ${EMPTY} where ${THEIRS} and ${IS_OVER}`,
    theirs,
  );
  await tx.execute(
    `update "accounts"."requests" set "is_erased" = true,
       "nombre_completo" = coalesce(nullif("nombre_completo", ''), ?), "cedula" = coalesce(nullif("cedula", ''), ?),
       "contact" = coalesce(nullif("contact", ''), ?)
     where ${THEIRS} and not ${IS_OVER}`,
    [nombreCompleto, cedula, phone, ...theirs],
  );
};

/** The last thing that kept who it was is done. */
export const forgetOver = async (tx: EntityManager, id: string): Promise<void> => {
  await tx.execute(
    `update "accounts"."requests" set ${EMPTY} where "id" = ? and "is_erased" and ${IS_OVER}`,
    [id],
  );
};

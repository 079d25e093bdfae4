/**
 * Where an account was handed over to who claimed its cédula, theirs begins then: what the former holder did, from where and
 * who looked at it is not the new one's. SQL for a moment, with the person's id as its one value.
 */
export const HELD_SINCE = `coalesce((select "held_since" from "accounts"."users" where "id" = ?), '-infinity')`;

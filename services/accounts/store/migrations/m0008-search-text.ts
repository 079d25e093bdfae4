import { Migration } from '@mikro-orm/migrations';

/** Accents, every apostrophe, dashes and the dots of abbreviations: what a search leaves out. */
const LEFT_OUT =
  "\u0300-\u036f''\u0060\u00b4\u00b7\u02b9\u02bb-\u02bf\u02c8\u02ca\u02cb\u055a\u05f3\u2018\u2019\u201b\u2032\ua78b\ua78c.\u2010-\u2015\u2212-";

/**
 * One text that a search looks into: name, cédula and phone. The release before this one goes on with `search_name`
 * until its last process has ended, so a later release drops that. Writes the table anew, so the index waits for the
 * next migration.
 */
export class M0008SearchText extends Migration {
  override up(): void {
    this.addSql(`
      alter table "accounts"."users" add column "search_text" text generated always as (
        -- As shared/person/text/fold.ts.
        regexp_replace(normalize(lower("nombre_completo"), NFKD), '[${LEFT_OUT}]', '', 'g')
        || ' ' || "cedula"
        -- The release before this one still stores ten digits.
        || ' ' || case when starts_with("phone", '+') then substr("phone", 2) else '57' || "phone" end) stored`);
  }
}

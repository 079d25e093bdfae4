import { Migration } from '@mikro-orm/migrations';

/** What earlier releases took for an apostrophe in a name, besides the one that is kept. */
const APOSTROPHES = "''\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\ua78b\ua78c";

/**
 * Phones become E.164, names get the one apostrophe that is stored. A phone that is no Colombian number stays as it was
 * typed: it is shown and found like that, and asked for again when its owner saves their data. So no check on the column.
 */
export class M0004Text extends Migration {
  override up(): void {
    this.addSql(`
      update "accounts"."users" set "phone" = '+57' || "phone" where "phone" ~ '^(3[0-9]|60)[0-9]{8}$'`);
    this.addSql(`
      update "accounts"."users"
      set "nombre_completo" = translate("nombre_completo", '${APOSTROPHES}', '${'\u2019'.repeat(APOSTROPHES.length - 1)}')
      where "nombre_completo" ~ '[${APOSTROPHES}]'`);
  }
}

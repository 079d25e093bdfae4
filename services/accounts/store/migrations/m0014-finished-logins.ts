import { Migration } from '@mikro-orm/migrations';

/** A login that was finished is remembered for a moment: the same form may come twice, of which the browser sees one answer. */
export class M0014FinishedLogins extends Migration {
  override up(): void {
    // The sending that finished it; null while it waits. An earlier release that still runs removes the row instead.
    this.addSql(`alter table "accounts"."pending_logins" add column "finished_by" text`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** What tells that something was sent a second time: by a second tap, or by a phone that lost the first answer. */
export class M0005Repeats extends Migration {
  override up(): void {
    this.addSql(`
      alter table "accounts"."users"
        -- Which browser sent which registration form; null when a program did.
        add column "registered_by" text`);
    this.addSql(`
      alter table "accounts"."sessions"
        -- A change of password put another in its place: it opens nothing any more, but may hear of that change again.
        add column "replaced_at" timestamptz`);
    this.addSql(`
      alter table "accounts"."login_failures"
        -- The last guess that was counted, under a key that only its browser has.
        add column "last_attempt" text`);
  }
}

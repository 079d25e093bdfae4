import { Migration } from '@mikro-orm/migrations';

/** The backups that came to a good end, so that an alert can say when the last one is too old. */
export class M0027Backups extends Migration {
  override up(): void {
    this.addSql(`
      create table "accounts"."backups" (
        -- The moment whose state it has.
        "taken_at" timestamptz not null,
        "finished_at" timestamptz not null default clock_timestamp(),
        "people" bigint not null,
        "bytes" bigint not null,
        -- Of the file, and where the trail's chain ended: whoever restores one knows by them that it is the one.
        "sha256" bytea not null,
        "audit_head" text not null
      )`);
    this.addSql(`create index "backups_order" on "accounts"."backups" ("taken_at")`);
  }
}

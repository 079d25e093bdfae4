import { Migration } from '@mikro-orm/migrations';

/** When the person of a session last showed that it is they. Sessions from before have to show it again. */
export class M0012Proof extends Migration {
  override up(): void {
    this.addSql(`
      alter table "accounts"."sessions"
        add column "proved_at" timestamptz not null default timestamptz 'epoch'`);
    // Of an earlier release that runs on beside this one: it opens a session for a password alone.
    this.addSql(`alter table "accounts"."sessions" alter column "proved_at" set default now()`);
  }
}

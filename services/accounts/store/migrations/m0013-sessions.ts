import { Migration } from '@mikro-orm/migrations';

/**
 * Sessions that people can tell apart and close, and accounts that are suspended. An earlier release that still runs opens
 * sessions without a browser, last used when they were opened.
 */
export class M0013Sessions extends Migration {
  override up(): void {
    this.addSql(`
      alter table "accounts"."sessions"
        add column "id" uuid not null default gen_random_uuid() unique,
        add column "user_agent" text not null default '',
        add column "ip" text not null default '',
        add column "last_used_at" timestamptz not null default now()`);
    this.addSql(`alter table "accounts"."users" add column "suspended_at" timestamptz`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Browsers that are told although no page is open, and what they are to be told. */
export class M0024Push extends Migration {
  override up(): void {
    this.addSql(`
      create table "accounts"."push_subscriptions" (
        "id" uuid primary key,
        "user_id" uuid not null references "accounts"."users" ("id") on delete cascade,
        -- Whoever ends a session means the browser as well; null once a session has ended by time alone.
        "session_id" uuid references "accounts"."sessions" ("id") on delete cascade,
        -- Where the browser's push service takes what is for it: whoever has it and the keys can push.
        "endpoint" text not null unique,
        "host" text not null,
        "p256dh" text not null,
        "auth" text not null,
        -- The portal's public key that the browser knows: under another nothing reaches it.
        "server_key" text not null,
        "user_agent" text not null,
        "created_at" timestamptz not null,
        -- When the browser last said that it is there.
        "seen_at" timestamptz not null,
        "last_ok_at" timestamptz
      )`);
    for (const column of ['user_id', 'session_id'])
      this.addSql(
        `create index "push_subscriptions_${column}" on "accounts"."push_subscriptions" ("${column}")`,
      );
    this.addSql(`
      create table "accounts"."pushes" (
        "id" uuid primary key,
        "subscription_id" uuid not null references "accounts"."push_subscriptions" ("id") on delete cascade,
        "kind" text not null,
        "state" text not null check ("state" in ('waiting', 'failed')),
        "created_at" timestamptz not null,
        "expires_at" timestamptz not null,
        -- When it is looked at next; it is gone once it went.
        "due_at" timestamptz,
        "tries" integer not null default 0,
        "ended_at" timestamptz,
        "error" text,
        check (("state" = 'waiting') = ("due_at" is not null)),
        check (("due_at" is null) = ("ended_at" is not null))
      )`);
    this.addSql(`create index "pushes_due" on "accounts"."pushes" ("due_at") where "due_at" is not null`);
    this.addSql(`create index "pushes_subscription" on "accounts"."pushes" ("subscription_id")`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Messages to people's phones, how many a day went to whom, and which phones were proven. */
export class M0016Messages extends Migration {
  override up(): void {
    this.addSql(`
      create table "accounts"."messages" (
        -- Whoever carries the message knows a second sending by it.
        "id" uuid primary key,
        -- Null for somebody who has no account any more.
        "user_id" uuid references "accounts"."users" ("id") on delete cascade,
        "kind" text not null,
        -- The next three are gone once it was sent, or is of no use any more.
        "phone" text,
        "body" text,
        "code" text,
        "urgent" boolean not null,
        -- sending: a process is at it. unknown: it may have gone, and whoever carries it is asked first.
        "state" text not null check ("state" in ('waiting', 'sending', 'unknown', 'sent', 'failed', 'expired')),
        "created_at" timestamptz not null,
        "expires_at" timestamptz not null,
        -- When it is looked at next.
        "due_at" timestamptz,
        "tries" integer not null default 0,
        "tried_at" timestamptz,
        "ended_at" timestamptz,
        "error" text,
        constraint "messages_due_check" check (("state" in ('waiting', 'sending', 'unknown')) = ("due_at" is not null)),
        constraint "messages_ended_check" check (("due_at" is null) = ("ended_at" is not null)),
        constraint "messages_forgotten_check" check (
          case when "state" in ('sent', 'expired') then coalesce("phone", "body", "code") is null
          else "phone" is not null and "body" is not null end)
      )`);
    this.addSql(`create index "messages_due" on "accounts"."messages" ("due_at") where "due_at" is not null`);
    this.addSql(
      `create index "messages_ended" on "accounts"."messages" ("ended_at") where "ended_at" is not null`,
    );
    this.addSql(`create index "messages_user" on "accounts"."messages" ("user_id", "kind")`);
    this.addSql(`
      create table "accounts"."message_counts" (
        "day" date not null,
        "scope" text not null,
        -- A hash under a key of this schema: it outlives the account, so that nobody begins anew with another.
        "key" text not null,
        "count" integer not null,
        primary key ("day", "scope", "key")
      )`);
    this.addSql(`
      alter table "accounts"."users"
        add column "phone_proven_at" timestamptz,
        -- When it took the place of another: codes for a new password wait then, unless it was proven.
        add column "phone_changed_at" timestamptz,
        -- Another phone that does not count before it is proven.
        add column "phone_pending" text`);
  }
}

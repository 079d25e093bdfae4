import { Migration } from '@mikro-orm/migrations';

/** What proves besides a password who somebody is, and what is under way while they prove it. */
export class M0012bFactors extends Migration {
  override up(): void {
    this.addSql(`
      alter table "accounts"."users"
        -- Since when they have a second factor; null while they have none.
        add column "factor_since" timestamptz,
        -- When they were first seen with a role that demands one: the grace begins here.
        add column "factor_demanded_at" timestamptz`);
    this.addSql(`
      create table "accounts"."factors" (
        "id" uuid primary key,
        "user_id" uuid not null references "accounts"."users" ("id") on delete cascade,
        "kind" text not null check ("kind" in ('totp', 'passkey')),
        "label" text not null,
        "created_at" timestamptz not null,
        -- Null until a first code has shown that the app has it; it proves nothing before.
        "confirmed_at" timestamptz,
        "last_used_at" timestamptz,
        -- Of an app: the secret, encrypted, and the last step of time whose code was taken.
        "secret" text,
        "last_step" bigint,
        -- Of a passkey, in base64url.
        "credential_id" text unique,
        "public_key" text,
        "counter" bigint,
        "transports" text[],
        constraint "factors_means_check" check (case "kind"
          when 'totp' then "secret" is not null
          else "credential_id" is not null and "public_key" is not null and "counter" is not null end)
      )`);
    this.addSql(`create index "factors_user" on "accounts"."factors" ("user_id")`);
    this.addSql(`
      create unique index "factors_totp" on "accounts"."factors" ("user_id", ("confirmed_at" is null))
        where "kind" = 'totp'`);
    this.addSql(`
      create table "accounts"."recovery_codes" (
        "user_id" uuid not null references "accounts"."users" ("id") on delete cascade,
        "code_hash" text not null,
        "used_at" timestamptz,
        primary key ("user_id", "code_hash")
      )`);
    // Who gave the right password and has not shown the second factor yet: no session.
    this.addSql(`
      create table "accounts"."pending_logins" (
        "token_hash" text primary key,
        "user_id" uuid not null references "accounts"."users" ("id") on delete cascade,
        "remember" boolean not null,
        "tries" integer not null,
        "expires_at" timestamptz not null
      )`);
    // What a passkey has to sign, once.
    this.addSql(`
      create table "accounts"."challenges" (
        "challenge" text primary key,
        "user_id" uuid not null references "accounts"."users" ("id") on delete cascade,
        "purpose" text not null,
        "expires_at" timestamptz not null
      )`);
    this.addSql(`create index "pending_logins_expires" on "accounts"."pending_logins" ("expires_at")`);
    this.addSql(`create index "challenges_expires" on "accounts"."challenges" ("expires_at")`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/**
 * Throttling without lock-outs: which devices somebody has logged in from, wrong passwords by where they came from, and
 * the key under which address blocks are hashed. New tables only, so nobody waits. `login_failures` goes on as the count
 * of a cédula as a whole.
 */
export class M0011Fairness extends Migration {
  override up(): void {
    this.addSql(`
      create table "accounts"."secrets" (
        "name" text primary key,
        "value" bytea not null
      )`);
    this.addSql(`
      create table "accounts"."devices" (
        -- SHA-256 of the browser's token: a stolen table makes nobody a known device.
        "token_hash" text not null,
        -- Several people may use one browser.
        "user_id" uuid not null references "accounts"."users" ("id") on delete cascade,
        "last_used_at" timestamptz not null,
        "expires_at" timestamptz not null,
        primary key ("token_hash", "user_id")
      )`);
    this.addSql(`create index "devices_user" on "accounts"."devices" ("user_id", "last_used_at")`);
    this.addSql(`create index "devices_expiry" on "accounts"."devices" ("expires_at")`);
    this.addSql(`
      create table "accounts"."guesses" (
        -- Also one that nobody has, so that neither is told.
        "cedula" text not null,
        -- A known device, a hashed address block, or the change of a password.
        "source" text not null,
        "failures" integer not null,
        "last_at" timestamptz not null,
        -- The last guess that was counted, under a key that only its browser has.
        "last_attempt" text,
        primary key ("cedula", "source")
      )`);
    this.addSql(`create index "guesses_last" on "accounts"."guesses" ("last_at")`);
  }
}

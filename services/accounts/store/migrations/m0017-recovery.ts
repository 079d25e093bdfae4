import { Migration } from '@mikro-orm/migrations';

/** How people keep their account: codes and links that are good once, who asks for one, and whose a cédula is. */
export class M0017Recovery extends Migration {
  override up(): void {
    this.addSql(`
      alter table "accounts"."users"
        -- When they ceased to be staff the last time.
        add column "staff_until" timestamptz,
        -- Since when they are an ADMIN, and whose word it is; null = before this was kept, or from the command line.
        add column "admin_since" timestamptz,
        add column "admin_by" uuid references "accounts"."users" ("id") on delete set null,
        -- When the account was handed over to who claimed it: nothing of before is shown to them.
        add column "held_since" timestamptz`);
    this.addSql(
      `create index "users_admin_by" on "accounts"."users" ("admin_by") where "admin_by" is not null`,
    );
    this.addSql(`
      create table "accounts"."one_times" (
        "user_id" uuid not null references "accounts"."users" ("id") on delete cascade,
        "purpose" text not null,
        -- Under a key that only this schema has: a stolen backup without it is no help to guess six digits.
        "code_hash" text not null,
        "created_at" timestamptz not null,
        "expires_at" timestamptz not null,
        "tries" integer not null,
        -- Of all codes of this purpose together, since when: a new code is not five tries more.
        "day_tries" integer not null,
        "day_since" timestamptz not null,
        primary key ("user_id", "purpose")
      )`);
    this.addSql(`create index "one_times_hash" on "accounts"."one_times" ("code_hash")`);
    this.addSql(`create index "one_times_expires" on "accounts"."one_times" ("expires_at")`);
    // Also of a cédula that nobody has: asking costs the same. Gone as soon as it was seen to.
    this.addSql(`
      create table "accounts"."recovery_asks" (
        "id" bigint generated always as identity primary key,
        "cedula" text not null,
        -- Hashed: each address block has only so many codes sent.
        "subnet" text not null,
        "asked_at" timestamptz not null
      )`);
    this.addSql(`
      create table "accounts"."recovery_requests" (
        "id" uuid primary key,
        "user_id" uuid not null references "accounts"."users" ("id") on delete cascade,
        "kind" text not null check ("kind" in ('password', 'factor')),
        "asked_by" uuid references "accounts"."users" ("id") on delete set null,
        "reason" text not null,
        "created_at" timestamptz not null,
        "decided_at" timestamptz,
        "decided_by" uuid references "accounts"."users" ("id") on delete set null,
        "granted" boolean,
        "decision" text
      )`);
    this.addSql(`
      create unique index "recovery_requests_open" on "accounts"."recovery_requests" ("user_id", "kind")
        where "decided_at" is null`);
    this.addSql(`create index "recovery_requests_asked_by" on "accounts"."recovery_requests" ("asked_by")`);
    this.addSql(
      `create index "recovery_requests_decided_by" on "accounts"."recovery_requests" ("decided_by")`,
    );
    this.addSql(`
      create table "accounts"."claims" (
        "id" uuid primary key,
        -- Who has the cédula now.
        "user_id" uuid not null references "accounts"."users" ("id") on delete cascade,
        "nombre_completo" text not null,
        "phone" text not null,
        "contact" text not null,
        "evidence" text not null,
        -- The block of addresses that it came from, hashed: it is one claim, however often it is written.
        "subnet" text not null,
        "created_at" timestamptz not null,
        -- The first of two ADMINs, where it takes two.
        "approved_by" uuid references "accounts"."users" ("id") on delete set null,
        "decided_at" timestamptz,
        "decided_by" uuid references "accounts"."users" ("id") on delete set null,
        "granted" boolean,
        "decision" text
      )`);
    this.addSql(`create index "claims_user" on "accounts"."claims" ("user_id")`);
    this.addSql(`create index "claims_approved_by" on "accounts"."claims" ("approved_by")`);
    this.addSql(`create index "claims_decided_by" on "accounts"."claims" ("decided_by")`);
    this.addSql(
      `create index "claims_open" on "accounts"."claims" ("created_at") where "decided_at" is null`,
    );
  }
}

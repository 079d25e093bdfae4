import { Migration } from '@mikro-orm/migrations';

/** What people ask about their data, until when it is to be answered, and how it was. */
export class M0019Requests extends Migration {
  override up(): void {
    this.addSql(`
      create table "accounts"."requests" (
        "id" uuid primary key,
        -- What people call it by.
        "number" bigint generated always as identity unique,
        "kind" text not null check ("kind" in ('consulta', 'reclamo')),
        "topic" text not null check ("topic" in ('datos', 'correccion', 'supresion', 'revocatoria', 'otro')),
        "channel" text not null,
        "user_id" uuid references "accounts"."users" ("id") on delete set null,
        -- Its person is erased: what says who it was is kept until it is answered, and goes then.
        "is_erased" boolean not null default false,
        -- The next three are empty for who asked in the portal: their account has them.
        "nombre_completo" text not null,
        "cedula" text not null,
        "contact" text not null,
        "text" text not null,
        "received_on" date not null,
        "due_on" date not null,
        -- Why there is more time, as the person was told.
        "extension" text,
        "created_at" timestamptz not null,
        "created_by" uuid references "accounts"."users" ("id") on delete set null,
        "answered_at" timestamptz,
        "answered_by" uuid references "accounts"."users" ("id") on delete set null,
        "answer_channel" text,
        "answer" text,
        check ("due_on" >= "received_on"),
        check (("answered_at" is null) = ("answer" is null) and ("answer" is null) = ("answer_channel" is null))
      )`);
    this.addSql(
      `create index "requests_open" on "accounts"."requests" ("due_on") where "answered_at" is null`,
    );
    this.addSql(`create index "requests_user" on "accounts"."requests" ("user_id")`);
    this.addSql(`create index "requests_created_by" on "accounts"."requests" ("created_by")`);
    this.addSql(`create index "requests_answered_by" on "accounts"."requests" ("answered_by")`);
  }
}

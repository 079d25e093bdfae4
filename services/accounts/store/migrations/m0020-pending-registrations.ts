import { Migration } from '@mikro-orm/migrations';

/** Who registered where phones are proven, and has not proven theirs yet: no account. */
export class M0020PendingRegistrations extends Migration {
  override up(): void {
    this.addSql(`
      create table "accounts"."pending_registrations" (
        -- SHA-256 of the token of the browser that registered.
        "token_hash" text primary key,
        -- Whose account has the cédula already, and later who was registered.
        "user_id" uuid references "accounts"."users" ("id") on delete cascade,
        "cedula" text not null,
        "nombre_completo" text not null,
        "phone" text not null,
        "password_hash" text not null,
        "referrer_id" uuid references "accounts"."users" ("id") on delete set null,
        "registered_by" text,
        -- What they decided, and from where.
        "purposes" text[] not null,
        "text_version" text not null,
        "text_hash" text,
        "channel" text not null,
        "ip" text not null,
        "user_agent" text not null,
        "subnet" text not null,
        "created_at" timestamptz not null,
        "expires_at" timestamptz not null,
        -- Under a key of this schema.
        "code_hash" text not null,
        "code_until" timestamptz not null,
        -- Of this code, and of all together.
        "code_tries" integer not null default 0,
        "tries" integer not null default 0,
        "sent" integer not null default 1,
        "sent_at" timestamptz not null,
        -- The sending that finished it, for its repeat.
        "finished_by" text
      )`);
    for (const column of ['expires_at', 'cedula', 'user_id', 'referrer_id'])
      this.addSql(
        `create index "pending_registrations_${column}" on "accounts"."pending_registrations" ("${column}")`,
      );
  }
}

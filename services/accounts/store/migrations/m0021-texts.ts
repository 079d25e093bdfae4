import { Migration } from '@mikro-orm/migrations';

/** Every text that somebody could decide on, as they read it, and whom a text that allows more asks again. */
export class M0021Texts extends Migration {
  override up(): void {
    // Before the decisions, as whoever registers writes both.
    this.addSql(`alter table "accounts"."users" add column "asked_again" boolean not null default false`);
    this.addSql(`
      create table "accounts"."consent_texts" (
        "hash" text primary key,
        "version" text not null,
        "text" text not null,
        "shown_since" timestamptz not null
      )`);
    this.addSql(`
      alter table "accounts"."consents"
        -- It ended because a later text allows more, not because the person withdrew it.
        add column "outdated" boolean not null default false`);
  }
}

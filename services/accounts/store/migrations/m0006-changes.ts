import { Migration } from '@mikro-orm/migrations';
import { catchUpTableSql } from '../../../../shared/catch-up/database-places.ts';

/** When something of a person last changed that other services need to know, so that they can find it by looking. */
export class M0006Changes extends Migration {
  override up(): void {
    // Without a rewrite of the table: who was there before has the beginning of time, and whoever comes has the moment.
    this.addSql(
      `alter table "accounts"."users" add column "changed_at" timestamptz(3) not null default timestamptz 'epoch'`,
    );
    this.addSql(`alter table "accounts"."users" alter column "changed_at" set default clock_timestamp()`);
    // Whoever changes it, also by hand. The copy of the status is not news to anybody.
    this.addSql(`
      create function "accounts"."note_change"() returns trigger language plpgsql as $$
      begin
        new."changed_at" := clock_timestamp();
        return new;
      end $$`);
    this.addSql(`
      create trigger "note_change" before update on "accounts"."users" for each row
        when ((old."cedula", old."role", old."referrer_id") is distinct from (new."cedula", new."role", new."referrer_id"))
        execute function "accounts"."note_change"()`);
    // A consent that comes later, not with the registration, makes a lookup due.
    this.addSql(`
      create function "accounts"."note_consent"() returns trigger language plpgsql as $$
      begin
        update "accounts"."users" set "changed_at" = clock_timestamp()
        where "id" = new."user_id" and "changed_at" < transaction_timestamp();
        return null;
      end $$`);
    this.addSql(`
      create trigger "note_consent" after insert on "accounts"."consents" for each row
        execute function "accounts"."note_consent"()`);
    this.addSql(`
      create table "accounts"."removed_users" (
        "user_id" uuid primary key,
        "removed_at" timestamptz(3) not null
      )`);
    this.addSql(`create index "removed_users_order" on "accounts"."removed_users" ("removed_at", "user_id")`);
    this.addSql(`
      create function "accounts"."note_removal"() returns trigger language plpgsql as $$
      begin
        insert into "accounts"."removed_users" values (old."id", clock_timestamp())
        on conflict ("user_id") do update set "removed_at" = excluded."removed_at";
        return null;
      end $$`);
    this.addSql(`
      create trigger "note_removal" after delete on "accounts"."users" for each row
        execute function "accounts"."note_removal"()`);
    this.addSql(catchUpTableSql('accounts'));
  }
}

import { Migration } from '@mikro-orm/migrations';

/**
 * Consent as separate decisions that can be withdrawn alone. What is written from here on, also by an earlier release that still runs, is split at once; what was there is split next
 * (`m0015b`), while people register and log in.
 */
export class M0015Decisions extends Migration {
  override up(): void {
    this.addSql(`drop trigger "note_consent" on "accounts"."consents"`);
    // Nothing here reads or writes a table: it keeps everybody out for as long as it takes.
    this.addSql(`
      alter table "accounts"."consents"
        -- What is there was decided all at once: the policy, and what m0015b adds.
        add column "purpose" text not null default 'policy',
        add constraint "consents_purpose_check" check ("purpose" in ('policy', 'lookup', 'sharing')) not valid,
        -- Of the text that was shown; null for those of before it was kept.
        add column "text_hash" text,
        add column "channel" text not null default 'earlier',
        add column "withdrawn_at" timestamptz`);
    // No default: an earlier release that still runs says no purpose, and means all of them.
    this.addSql(`alter table "accounts"."consents" alter column "purpose" drop default`);

    this.addSql(`
      create function "accounts"."split_consent"() returns trigger language plpgsql as $$
      begin
        insert into "accounts"."consents"
          ("id", "user_id", "policy_version", "granted_at", "ip", "user_agent", "purpose", "channel")
        select gen_random_uuid(), new."user_id", new."policy_version", new."granted_at", new."ip", new."user_agent",
          "covered", new."channel"
        from unnest(array['lookup', 'sharing']) "covered";
        new."purpose" := 'policy';
        return new;
      end $$`);
    this.addSql(`
      create trigger "split_consent" before insert on "accounts"."consents" for each row
        when (new."purpose" is null) execute function "accounts"."split_consent"()`);
    // A decision that does not come with the registration is news to the census.
    this.addSql(`
      create or replace function "accounts"."note_consent"() returns trigger language plpgsql as $$
      declare
        "shares" boolean := exists (
          select 1 from "accounts"."consents"
          where "user_id" = new."user_id" and "purpose" = 'sharing' and "withdrawn_at" is null);
      begin
        update "accounts"."users" set
          "shared" = "shares",
          "changed_at" = case when "changed_at" < transaction_timestamp() then clock_timestamp() else "changed_at" end
        where "id" = new."user_id" and ("shared" <> "shares" or "changed_at" < transaction_timestamp());
        return null;
      end $$`);
    this.addSql(`
      create trigger "note_consent_end" after update of "withdrawn_at" on "accounts"."consents" for each row
        execute function "accounts"."note_consent"()`);
    // What is split of an earlier decision is no news.
    this.addSql(`
      create trigger "note_consent" after insert on "accounts"."consents" for each row
        when (new."channel" <> 'earlier' or new."purpose" = 'policy') execute function "accounts"."note_consent"()`);
  }
}

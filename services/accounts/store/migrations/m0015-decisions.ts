import { Migration } from '@mikro-orm/migrations';

/**
 * Consent as separate decisions that can be withdrawn alone, and who shares their data with whoever invited them. What
 * somebody accepted before covered all three.
 */
export class M0015Decisions extends Migration {
  override up(): void {
    this.addSql(`drop trigger "note_consent" on "accounts"."consents"`);
    this.addSql(`
      alter table "accounts"."consents"
        add column "purpose" text not null default 'policy' check ("purpose" in ('policy', 'lookup', 'sharing')),
        -- Of the text that was shown; null for those of before it was kept.
        add column "text_hash" text,
        -- What is there was decided all at once.
        add column "channel" text not null default 'earlier',
        add column "withdrawn_at" timestamptz`);
    // No default: an earlier release that still runs says no purpose, and means all of them.
    this.addSql(`alter table "accounts"."consents" alter column "purpose" drop default`);
    // One of each, whatever was kept before.
    this.addSql(`
      update "accounts"."consents" "old" set "withdrawn_at" = "newer"."granted_at"
      from (select "id", lead("granted_at") over (partition by "user_id" order by "granted_at", "id") as "granted_at"
            from "accounts"."consents") "newer"
      where "newer"."id" = "old"."id" and "newer"."granted_at" is not null`);
    this.addSql(`
      insert into "accounts"."consents"
        ("id", "user_id", "policy_version", "granted_at", "ip", "user_agent", "purpose", "channel", "withdrawn_at")
      select gen_random_uuid(), "user_id", "policy_version", "granted_at", "ip", "user_agent", "covered", "channel",
        "withdrawn_at"
      from "accounts"."consents", unnest(array['lookup', 'sharing']) "covered"`);
    this.addSql(`
      create unique index "consents_in_force" on "accounts"."consents" ("user_id", "purpose")
        where "withdrawn_at" is null`);
    // Who decided on an earlier text than one that allows more; else everybody's decisions are read each minute.
    this.addSql(`
      create index "consents_by_text" on "accounts"."consents" ("purpose", "policy_version" collate "C", "user_id")
        where "withdrawn_at" is null`);

    // Beside the person, so that a list is narrowed by it without a join. Without a rewrite of the table; whom an earlier
    // release that still runs stores has consented to all.
    this.addSql(`alter table "accounts"."users" add column "shared" boolean not null default true`);
    // Whoever has the command line made these, and nobody invited them.
    this.addSql(`
      update "accounts"."users" set "shared" = false
      where "referrer_id" is null
        and not exists (select 1 from "accounts"."consents" where "user_id" = "users"."id")`);

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
      create trigger "note_consent" after insert or update of "withdrawn_at" on "accounts"."consents" for each row
        execute function "accounts"."note_consent"()`);

    // Who is not shown is counted all the same, under no status.
    this.addSql(`
      create or replace function "accounts"."count_referrals"() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then
          insert into "accounts"."referral_counts"
          select "referrer_id", case when "shared" then coalesce("census_status", '') else 'HIDDEN' end, count(*)
          from "added"
          where "referrer_id" is not null group by 1, 2 order by 1, 2
          on conflict ("referrer_id", "status") do update
            set "total" = "referral_counts"."total" + excluded."total";
        elsif tg_op = 'DELETE' then
          -- No upsert: the counts of a referrer who is deleted as well are gone.
          update "accounts"."referral_counts" "counted" set "total" = "counted"."total" - "gone"."total"
          from (select "referrer_id", case when "shared" then coalesce("census_status", '') else 'HIDDEN' end as "status",
                  count(*) as "total"
                from "removed" group by 1, 2) "gone"
          where "counted"."referrer_id" = "gone"."referrer_id" and "counted"."status" = "gone"."status";
        else
          insert into "accounts"."referral_counts"
          select "referrer_id", "status", sum("change") from (
            select "referrer_id", case when "shared" then coalesce("census_status", '') else 'HIDDEN' end as "status",
              -1 as "change" from "removed"
            union all
            select "referrer_id", case when "shared" then coalesce("census_status", '') else 'HIDDEN' end, 1
            from "added") "changes"
          where "referrer_id" is not null group by 1, 2 having sum("change") <> 0 order by 1, 2
          on conflict ("referrer_id", "status") do update
            set "total" = "referral_counts"."total" + excluded."total";
        end if;
        return null;
      end $$`);
    this.addSql('delete from "accounts"."referral_counts"');
    this.addSql(`
      insert into "accounts"."referral_counts"
      select "referrer_id", case when "shared" then coalesce("census_status", '') else 'HIDDEN' end, count(*)
      from "accounts"."users" where "referrer_id" is not null group by 1, 2`);
  }
}

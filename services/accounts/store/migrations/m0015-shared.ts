import { Migration } from '@mikro-orm/migrations';

/**
 * Who shares their data with whoever invited them. Apart from the decisions: who writes both tables takes them in this order,
 * and would never come to an end with a migration that holds the one and waits for the other.
 */
export class M0015Shared extends Migration {
  override up(): void {
    // Beside the person, so that a list is narrowed by it without a join. Without a rewrite of the table; whom an earlier
    // release that still runs stores has consented to all.
    this.addSql(`alter table "accounts"."users" add column "shared" boolean not null default true`);

    // Who is not shown is counted all the same, under no status. Those who are there are all shown: their counts stay.
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
  }
}

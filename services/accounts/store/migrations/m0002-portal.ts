import { Migration } from '@mikro-orm/migrations';

/** What the portal's lists need: two more roles, search without accents, counts that are kept, reasons in the trail. */
export class M0002Portal extends Migration {
  override up(): void {
    this.addSql(`
      alter table "accounts"."users"
        drop constraint "users_role_check",
        add constraint "users_role_check"
          check ("role" in ('USER', 'LEADER', 'COORDINATOR', 'OPERATOR', 'ADMIN')),
        -- Lower case, without accents: what a hurried person types.
        add column "search_name" text generated always as
          (regexp_replace(normalize(lower("nombre_completo"), NFD), '[\u0300-\u036f]', '', 'g')) stored,
        -- What a list is narrowed by: one value instead of several statuses, so that an index has a group in its order.
        add column "census_group" text generated always as (case
          when "census_status" is null or "census_status" in ('PENDING', 'PROCESSING') then 'pendientes'
          when "census_status" = 'ACTIVE' then 'encontrados'
          when "census_status" in ('NOT_FOUND', 'CANCELLED_DECEASED', 'CANCELLED_OTHER') then 'novedades'
          else 'errores' end) stored`);
    this.addSql(`
      create index "users_referred_group"
        on "accounts"."users" ("referrer_id", "census_group", "created_at" desc, "id" desc)`);
    this.addSql(`
      create index "users_referred_group_name"
        on "accounts"."users" ("referrer_id", "census_group", "nombre_completo", "id")`);
    this.addSql(`create index "users_created" on "accounts"."users" ("created_at" desc, "id" desc)`);

    // Counted when they change, not when they are shown: a leader may have 100,000.
    this.addSql(`
      create table "accounts"."referral_counts" (
        "referrer_id" uuid not null references "accounts"."users" ("id") on delete cascade,
        -- Empty while the census has said nothing yet.
        "status" text not null,
        "total" integer not null,
        primary key ("referrer_id", "status")
      )`);
    // Once a statement, so that an import of thousands counts them in one go; always in the same order, so that two
    // changes at once never wait for each other.
    this.addSql(`
      create function "accounts"."count_referrals"() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then
          insert into "accounts"."referral_counts"
          select "referrer_id", coalesce("census_status", ''), count(*) from "added"
          where "referrer_id" is not null group by 1, 2 order by 1, 2
          on conflict ("referrer_id", "status") do update
            set "total" = "referral_counts"."total" + excluded."total";
        elsif tg_op = 'DELETE' then
          -- No upsert: the counts of a referrer who is deleted as well are gone.
          update "accounts"."referral_counts" "counted" set "total" = "counted"."total" - "gone"."total"
          from (select "referrer_id", coalesce("census_status", '') as "status", count(*) as "total"
                from "removed" group by 1, 2) "gone"
          where "counted"."referrer_id" = "gone"."referrer_id" and "counted"."status" = "gone"."status";
        else
          insert into "accounts"."referral_counts"
          select "referrer_id", "status", sum("change") from (
            select "referrer_id", coalesce("census_status", '') as "status", -1 as "change" from "removed"
            union all select "referrer_id", coalesce("census_status", ''), 1 from "added") "changes"
          where "referrer_id" is not null group by 1, 2 having sum("change") <> 0 order by 1, 2
          on conflict ("referrer_id", "status") do update
            set "total" = "referral_counts"."total" + excluded."total";
        end if;
        return null;
      end $$`);
    for (const [event, tables] of [
      ['insert', 'new table as "added"'],
      ['update', 'old table as "removed" new table as "added"'],
      ['delete', 'old table as "removed"'],
    ])
      this.addSql(`
        create trigger "count_referrals_${event}" after ${event} on "accounts"."users" referencing ${tables}
          for each statement execute function "accounts"."count_referrals"()`);
    this.addSql(`
      insert into "accounts"."referral_counts"
      select "referrer_id", coalesce("census_status", ''), count(*) from "accounts"."users"
      where "referrer_id" is not null group by 1, 2`);

    this.addSql(`alter table "accounts"."audit" add column "detail" text not null default ''`);
    this.addSql(`create index "audit_subjects" on "accounts"."audit" using gin ("subject_ids")`);
    this.addSql(`create index "audit_actor" on "accounts"."audit" ("actor_id", "id" desc)`);

    // The census learns who leads.
    this.addSql(`
      insert into "accounts"."outbox" ("name", "payload", "created_at")
      select 'user.role_changed',
        jsonb_build_object('userId', "id", 'referrerId', "referrer_id", 'role', "role", 'changedAt', now()), now()
      from "accounts"."users" where "role" <> 'USER'`);
  }
}

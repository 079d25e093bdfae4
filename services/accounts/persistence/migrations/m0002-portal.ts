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
          (regexp_replace(normalize(lower("nombre_completo"), NFD), '[\u0300-\u036f]', '', 'g')) stored`);
    this.addSql(`
      create index "users_referred_status"
        on "accounts"."users" ("referrer_id", "census_status", "created_at" desc, "id" desc)`);
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
    this.addSql(`
      create function "accounts"."count_referral"() returns trigger language plpgsql as $$
      begin
        if tg_op <> 'INSERT' and old."referrer_id" is not null then
          update "accounts"."referral_counts" set "total" = "total" - 1
            where "referrer_id" = old."referrer_id" and "status" = coalesce(old."census_status", '');
        end if;
        if tg_op <> 'DELETE' and new."referrer_id" is not null then
          insert into "accounts"."referral_counts" values (new."referrer_id", coalesce(new."census_status", ''), 1)
            on conflict ("referrer_id", "status") do update set "total" = "referral_counts"."total" + 1;
        end if;
        return null;
      end $$`);
    this.addSql(`
      create trigger "count_referral_in" after insert or delete on "accounts"."users"
        for each row execute function "accounts"."count_referral"()`);
    this.addSql(`
      create trigger "count_referral_change" after update of "census_status", "referrer_id" on "accounts"."users"
        for each row when (old."census_status" is distinct from new."census_status"
          or old."referrer_id" is distinct from new."referrer_id")
        execute function "accounts"."count_referral"()`);
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

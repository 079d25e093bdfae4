import { Migration } from '@mikro-orm/migrations';

/**
 * Where the people of a list vote: copied from the census, so that a list is sorted and narrowed by it, and counted as it
 * changes. Places have a text, which is empty while none is known.
 */
export class M0025Places extends Migration {
  override up(): void {
    // Spanish order, and 2 before 10: tables and schools are numbered.
    this.addSql(`create collation "accounts"."places" (provider = icu, locale = 'es-u-kn-true')`);
    this.addSql(`
      alter table "accounts"."users"
        add column "census_municipio" text collate "accounts"."places" not null default '',
        add column "census_puesto" text collate "accounts"."places" not null default '',
        add column "census_mesa" text collate "accounts"."places" not null default ''`);

    // Whoever forgets the status forgets the place, also an earlier release that knows of none.
    this.addSql(`
      create function "accounts"."forget_place"() returns trigger language plpgsql as $$
      begin
        new."census_municipio" := '';
        new."census_puesto" := '';
        new."census_mesa" := '';
        return new;
      end $$`);
    this.addSql(`
      create trigger "forget_place" before update on "accounts"."users" for each row
        when (new."census_status" is null and new."census_municipio" <> '')
        execute function "accounts"."forget_place"()`);

    this.addSql(`
      create table "accounts"."referral_places" (
        -- No key, as in referral_counts.
        "referrer_id" uuid not null,
        -- What the place is in: '' for a municipio, its municipio for a puesto, both for a mesa, with a line between them.
        "within" text not null,
        "place" text not null,
        "census_group" text not null,
        "total" integer not null,
        primary key ("referrer_id", "within", "place", "census_group")
      )`);
    this.addSql(`
      create function "accounts"."place_levels"("municipio" text, "puesto" text, "mesa" text)
      returns table ("within" text, "place" text) language sql immutable as $$
        select '', "municipio" where "municipio" <> ''
        union all select "municipio", "puesto" where "municipio" <> '' and "puesto" <> ''
        union all select "municipio" || E'\\n' || "puesto", "mesa"
          where "municipio" <> '' and "puesto" <> '' and "mesa" <> ''
      $$`);
    this.addSql(COUNT_PLACES);
    for (const [event, tables] of [
      ['insert', 'new table as "added"'],
      ['update', 'old table as "removed" new table as "added"'],
      ['delete', 'old table as "removed"'],
    ])
      this.addSql(`
        create trigger "count_places_${event}" after ${event} on "accounts"."users" referencing ${tables}
          for each statement execute function "accounts"."count_places"()`);
  }
}

const of = (table: string, change: number): string => `
  select "referrer_id", "within", "place", "census_group", ${change} as "change"
  from "${table}", "accounts"."place_levels"("census_municipio", "census_puesto", "census_mesa")
  where "referrer_id" is not null and "shared" and "census_municipio" <> ''`;

/** In the order of their keys, as `count_referrals`: two changes at once never wait for each other. */
const COUNT_PLACES = `
  create function "accounts"."count_places"() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      if not exists (select 1 from "added" where "census_municipio" <> '') then return null; end if;
      insert into "accounts"."referral_places"
      select "referrer_id", "within", "place", "census_group", sum("change") from (${of('added', 1)}) "changes"
      group by 1, 2, 3, 4 order by 1, 2, 3, 4
      on conflict ("referrer_id", "within", "place", "census_group") do update
        set "total" = "referral_places"."total" + excluded."total";
    elsif tg_op = 'DELETE' then
      if not exists (select 1 from "removed" where "census_municipio" <> '') then return null; end if;
      insert into "accounts"."referral_places"
      select "referrer_id", "within", "place", "census_group", sum("change") from (${of('removed', -1)}) "changes"
      group by 1, 2, 3, 4 order by 1, 2, 3, 4
      on conflict ("referrer_id", "within", "place", "census_group") do update
        set "total" = "referral_places"."total" + excluded."total";
    else
      if not exists (select 1 from "removed" where "census_municipio" <> '')
        and not exists (select 1 from "added" where "census_municipio" <> '') then return null; end if;
      insert into "accounts"."referral_places"
      select "referrer_id", "within", "place", "census_group", sum("change")
      from (${of('removed', -1)} union all ${of('added', 1)}) "changes"
      group by 1, 2, 3, 4 having sum("change") <> 0 order by 1, 2, 3, 4
      on conflict ("referrer_id", "within", "place", "census_group") do update
        set "total" = "referral_places"."total" + excluded."total";
    end if;
    return null;
  end $$`;

import { Migration } from '@mikro-orm/migrations';

/**
 * What somebody looks at again and again becomes one entry of the trail: looks gather in `audit_looks`, and go into the chain
 * once ten minutes passed without another, after an hour, or with a thousand people. Of each person it stays exact how
 * often they were looked at, and when. Entries of before stay as they are.
 *
 * The service adds looks and closes visits by functions that run as the owner, and may write no row by itself: who has its
 * role can add to what is open, or close it early, and take nothing away.
 */
export class M0023Looks extends Migration {
  override up(): void {
    this.addSql(`
      alter table "accounts"."audit"
        -- The first look of a visit, whose last is "at", and how many they were; null for what happened once.
        add column "since" timestamptz,
        add column "times" int,
        -- Of each of "subject_ids", in their order: how often, first and last, in microseconds since 1970. Null: all of them each time.
        add column "seen" bigint[]`);
    this.addSql(`
      create table "accounts"."audit_looks" (
        "id" bigint generated always as identity primary key,
        "at" timestamptz not null,
        "actor_id" uuid not null,
        "action" text not null,
        "subject_ids" uuid[] not null,
        "ip" text not null,
        "detail" text not null,
        "since" timestamptz not null,
        "times" int not null,
        "seen" bigint[]
      )`);
    this.addSql(`
      create unique index "audit_looks_visit" on "accounts"."audit_looks" ("actor_id", "action", "ip", "detail")`);
    this.addSql(`create index "audit_looks_subjects" on "accounts"."audit_looks" using gin ("subject_ids")`);
    // What is open comes after every entry, as the newest; the cursors of lists have 18 digits.
    this.addSql(`
      create view "accounts"."trail" as
        select "id", "at", "actor_id", "action", "subject_ids", "ip", "detail",
          coalesce("since", "at") as "since", coalesce("times", 1) as "times", "seen", false as "open"
        from "accounts"."audit"
        union all
        select 900000000000000000 + "id", "at", "actor_id", "action", "subject_ids", "ip", "detail",
          "since", "times", "seen", true
        from "accounts"."audit_looks"`);
    this.addChain();
    this.addLooks();
    this.addRedaction();
  }

  /** An entry that is no visit reads as before; see entry-hash.ts. */
  private addChain(): void {
    this.addSql(`
      create or replace function "accounts"."audit_content"("entry" "accounts"."audit", "seq" bigint, "chained_at" timestamptz)
      returns text language sql immutable set search_path = pg_catalog, pg_temp as $$
        select string_agg(octet_length("part") || ':' || "part", ',' order by "place") from unnest(array[
          "seq"::pg_catalog.text, (extract(epoch from "chained_at") * 1000000)::pg_catalog.int8::pg_catalog.text,
          ("entry")."id"::pg_catalog.text,
          (extract(epoch from ("entry")."at") * 1000000)::pg_catalog.int8::pg_catalog.text,
          coalesce(("entry")."actor_id"::pg_catalog.text, ''), ("entry")."action",
          array_to_string(("entry")."subject_ids", ' '), ("entry")."ip", ("entry")."detail"
        ] || case when ("entry")."since" is null and ("entry")."times" is null and ("entry")."seen" is null
          then array[]::pg_catalog.text[] else array[
            coalesce((extract(epoch from ("entry")."since") * 1000000)::pg_catalog.int8::pg_catalog.text, ''),
            coalesce(("entry")."times"::pg_catalog.text, ''), coalesce(array_to_string(("entry")."seen", ' '), '')
          ] end) with ordinality as "parts" ("part", "place")
      $$`);
  }

  private addLooks(): void {
    // A visit of one look is an entry as ever.
    this.addSql(`
      create function "accounts"."keep_looks"("visits" bigint[]) returns void language sql
      security definer set search_path = pg_catalog, pg_temp as $$
        with "gone" as (delete from "accounts"."audit_looks" where "id" = any("visits") returning *)
        insert into "accounts"."audit" ("at", "actor_id", "action", "subject_ids", "ip", "detail", "since", "times", "seen")
        select "at", "actor_id", "action", "subject_ids", "ip", "detail",
          case when "times" > 1 then "since" end, case when "times" > 1 then "times" end, "seen"
        from "gone" order by "at", "id"
      $$`);
    this.addSql(`
      create function "accounts"."note_look"(
        "moment" timestamptz, "who" uuid, "what" text, "whom" uuid[], "address" text, "said" text)
      returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        "visit" "accounts"."audit_looks";
        "begun" pg_catalog.int8;
        "people" pg_catalog.uuid[];
        "each" pg_catalog.int8[];
      begin
        loop
          select * into "visit" from "accounts"."audit_looks"
          where "actor_id" = "who" and "action" = "what" and "ip" = "address" and "detail" = "said" for update;
          if found and ("moment" > "visit"."at" + interval '10 minutes' or "moment" > "visit"."since" + interval '1 hour'
            or cardinality("visit"."subject_ids") >= 1000) then
            perform "accounts"."keep_looks"(array["visit"."id"]);
          elsif found then
            exit;
          end if;
          "begun" := null;
          insert into "accounts"."audit_looks"
            ("at", "actor_id", "action", "subject_ids", "ip", "detail", "since", "times")
          values ("moment", "who", "what", "whom", "address", "said", "moment", 1)
          on conflict do nothing returning "id" into "begun";
          -- Else somebody was quicker: their visit is this one.
          if "begun" is not null then return; end if;
        end loop;
        if "visit"."seen" is not null or not ("visit"."subject_ids" @> "whom" and "visit"."subject_ids" <@ "whom") then
          select array_agg("id" order by "place"),
            array_agg(array["count", "first", "last"] order by "place") into "people", "each"
          from (
            select "id", min("place") as "place", sum("count")::pg_catalog.int8 as "count", min("first") as "first", max("last") as "last"
            from (
              select "id", "place", coalesce("visit"."seen"["place"][1], "visit"."times") as "count",
                coalesce("visit"."seen"["place"][2], (extract(epoch from "visit"."since") * 1000000)::pg_catalog.int8) as "first",
                coalesce("visit"."seen"["place"][3], (extract(epoch from "visit"."at") * 1000000)::pg_catalog.int8) as "last"
              from unnest("visit"."subject_ids") with ordinality as "before" ("id", "place")
              union all
              select "id", 1000000 + min("place"), 1, (extract(epoch from "moment") * 1000000)::pg_catalog.int8,
                (extract(epoch from "moment") * 1000000)::pg_catalog.int8
              from unnest("whom") with ordinality as "now" ("id", "place") group by "id"
            ) "looks" group by "id"
          ) "merged";
        else
          "people" := "visit"."subject_ids";
        end if;
        update "accounts"."audit_looks" set "times" = "times" + 1, "at" = greatest("at", "moment"),
          "since" = least("since", "moment"), "subject_ids" = coalesce("people", "subject_ids"), "seen" = "each"
        where "id" = "visit"."id";
      end $$`);
    // Those that are over; one that says to have begun later than now is none. Or all by and about somebody, as they stand.
    this.addSql(`
      create function "accounts"."close_looks"("moment" timestamptz, "most" int, "person" uuid)
      returns int language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        "over" pg_catalog.int8[];
      begin
        if "person" is null then
          "over" := array(
            select "id" from "accounts"."audit_looks"
            where "at" <= "moment" - interval '10 minutes' or "since" <= "moment" - interval '1 hour'
              or "since" > "moment" + interval '10 minutes'
            order by "id" limit "most" for update skip locked);
        else
          "over" := array(
            select "id" from "accounts"."audit_looks" where "actor_id" = "person" or "subject_ids" @> array["person"]
            order by "id" for update);
        end if;
        perform "accounts"."keep_looks"("over");
        return cardinality("over");
      end $$`);
    for (const name of [
      'keep_looks(bigint[])',
      'note_look(timestamptz, uuid, text, uuid[], text, text)',
      'close_looks(timestamptz, int, uuid)',
    ])
      this.addSql(`revoke all on function "accounts".${name} from public`);
  }

  /** Open visits are closed without whoever is erased, by the rule of `redact_audit` in m0018; the chain has them so from the start. */
  private addRedaction(): void {
    this.addSql(`
      create function "accounts"."redact_looks"("person" uuid, "erasure" uuid) returns void language plpgsql
      security definer set search_path = pg_catalog, pg_temp as $$
      declare
        "nobody" constant pg_catalog.uuid := '00000000-0000-0000-0000-000000000000';
      begin
        if exists (select 1 from "accounts"."users" where "id" = "person") or not exists (
          select 1 from "accounts"."erasures"
          where "id" = "erasure" and "person_hash" = sha256(convert_to("person"::pg_catalog.text, 'UTF8')))
        then raise exception 'only who is erased leaves the trail' using errcode = 'insufficient_privilege'; end if;
        with "gone" as (
          delete from "accounts"."audit_looks" where "actor_id" = "person" or "subject_ids" @> array["person"] returning *)
        insert into "accounts"."audit" ("at", "actor_id", "action", "subject_ids", "ip", "detail", "since", "times", "seen")
        select "at", case when "actor_id" = "person" then "erasure" else "actor_id" end, "action",
          array_replace("subject_ids", "person", "nobody"),
          case when "actor_id" = "person" and "subject_ids" = array["person"] then '' else "ip" end,
          case when "subject_ids" = array["person"] then '' else "detail" end,
          case when "times" > 1 then "since" end, case when "times" > 1 then "times" end, "seen"
        from "gone" order by "at", "id";
      end $$`);
    this.addSql(`revoke all on function "accounts"."redact_looks"(uuid, uuid) from public`);
  }
}

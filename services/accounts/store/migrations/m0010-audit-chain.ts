import { Migration } from '@mikro-orm/migrations';

/**
 * The trail is written once, and each of its entries is chained to the one before it, so that what is changed or taken out
 * later shows (`censo audit verify`, services/accounts/audit/verify.ts, which counts the hashes by itself).
 *
 * The chain is a table of its own, written as the last thing before a commit, by whatever way an entry came: nothing waits
 * for the chain in the middle of its work, so nobody waits in a circle.
 */
export class M0010AuditChain extends Migration {
  override up(): void {
    this.addSql(`
      create table "accounts"."audit_chain" (
        "seq" bigint primary key,
        "audit_id" bigint not null unique,
        -- When it was chained, by the server's clock: an entry may say of itself what it likes.
        "chained_at" timestamptz not null,
        "previous" bytea not null,
        "hash" bytea not null
      )`);
    // Whoever adds to the chain holds this until the commit, which comes at once. It stays empty. An advisory lock would be
    // anybody's to take, also a role's of another schema.
    this.addSql('create table "accounts"."audit_turn" ()');
    // Where the chain begins when what lay before was removed for its age; the runbook says how.
    this.addSql(`
      create table "accounts"."audit_checkpoints" (
        "seq" bigint primary key,
        "hash" bytea not null,
        "made_at" timestamptz not null default clock_timestamp(),
        "reason" text not null
      )`);
    // Both functions name the schema of every type, and look last among what a session made for itself, where Postgres else
    // looks first: a type there may have a check, which would run as the owner.
    // Each part with its length before it, so that no two entries read the same.
    this.addSql(`
      create function "accounts"."audit_content"("entry" "accounts"."audit", "seq" bigint, "chained_at" timestamptz)
      returns text language sql immutable set search_path = pg_catalog, pg_temp as $$
        select string_agg(octet_length("part") || ':' || "part", ',' order by "place") from unnest(array[
          "seq"::pg_catalog.text, (extract(epoch from "chained_at") * 1000000)::pg_catalog.int8::pg_catalog.text,
          ("entry")."id"::pg_catalog.text,
          (extract(epoch from ("entry")."at") * 1000000)::pg_catalog.int8::pg_catalog.text,
          coalesce(("entry")."actor_id"::pg_catalog.text, ''), ("entry")."action",
          array_to_string(("entry")."subject_ids", ' '), ("entry")."ip", ("entry")."detail"
        ]) with ordinality as "parts" ("part", "place")
      $$`);
    // As its owner: the role that writes entries may not write the chain.
    this.addSql(`
      create function "accounts"."chain_audit"() returns trigger language plpgsql
      security definer set search_path = pg_catalog, pg_temp as $$
      declare
        "last" pg_catalog.record;
        "now" pg_catalog.timestamptz;
      begin
        lock table "accounts"."audit_turn" in exclusive mode;
        -- Read committed sees what the holder before committed; an earlier snapshot would make a fork, which the key refuses.
        select "seq", "hash" into "last" from (
          (select "seq", "hash" from "accounts"."audit_chain" order by "seq" desc limit 1)
          union all (select "seq", "hash" from "accounts"."audit_checkpoints" order by "seq" desc limit 1)
          union all select 0, '\\x'::pg_catalog.bytea
        ) "ends" order by "seq" desc limit 1;
        "now" := clock_timestamp();
        insert into "accounts"."audit_chain" values (
          "last"."seq" + 1, new."id", "now", "last"."hash",
          sha256("last"."hash" || convert_to("accounts"."audit_content"(new, "last"."seq" + 1, "now"), 'UTF8')));
        return null;
      end $$`);
    this.addSql(`revoke all on function "accounts"."chain_audit"() from public`);
    // What is there already, in the order in which it came.
    this.addSql(`
      do $$
      declare
        "entry" "accounts"."audit";
        "place" bigint := 0;
        "before" bytea := '\\x';
        "own" bytea;
        "now" timestamptz := clock_timestamp();
      begin
        -- Nobody adds one until its trigger is there.
        lock table "accounts"."audit" in share row exclusive mode;
        for "entry" in select * from "accounts"."audit" order by "id" loop
          "place" := "place" + 1;
          "own" := sha256("before" || convert_to("accounts"."audit_content"("entry", "place", "now"), 'UTF8'));
          insert into "accounts"."audit_chain" values ("place", "entry"."id", "now", "before", "own");
          "before" := "own";
        end loop;
      end $$`);
    this.addSql(`
      create constraint trigger "chain_audit" after insert on "accounts"."audit"
        deferrable initially deferred for each row execute function "accounts"."chain_audit"()`);

    // For the owner's ordinary statements: other roles have no right to them in the first place.
    this.addSql(`
      create function "accounts"."refuse_change"() returns trigger language plpgsql as $$
      begin
        raise exception 'the trail is written once' using errcode = 'insufficient_privilege';
      end $$`);
    for (const [table, also] of [
      ['audit', ''],
      ['audit_chain', ''],
      ['audit_checkpoints', 'insert or '],
    ])
      this.addSql(`
        create trigger "written_once" before ${also}update or delete or truncate on "accounts"."${table}"
          for each statement execute function "accounts"."refuse_change"()`);
  }
}

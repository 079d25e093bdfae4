import { Migration } from '@mikro-orm/migrations';

/**
 * People can be erased: whatever is theirs goes with them, what the law wants to be shown later stays without them, and the
 * trail loses whom it was about without losing that it can be verified.
 */
export class M0018Erasure extends Migration {
  override up(): void {
    // Nobody's referrer for a while: a leader of 100,000 goes at once, and those whom they referred lose them a few at a time.
    this.addSql(`alter table "accounts"."removed_users" add column "detached_at" timestamptz`);
    this.addSql(`update "accounts"."removed_users" set "detached_at" = "removed_at"`);
    this.addSql(`
      create index "removed_users_detaching" on "accounts"."removed_users" ("removed_at") where "detached_at" is null`);
    // As its owner: whoever removes a person need not be able to write here what they like.
    this.addSql(`
      alter function "accounts"."note_removal"() security definer set search_path = pg_catalog, pg_temp`);
    this.addSql(`revoke all on function "accounts"."note_removal"() from public`);

    this.addSql(`
      create table "accounts"."erasures" (
        -- Who they are called in the trail, where they acted.
        "id" uuid primary key,
        -- SHA-256 of the account's id, which is random: whoever finds it in an older backup knows that it was erased.
        "person_hash" bytea not null,
        -- HMAC of the cédula under a key that no database has: whoever is asked later for a cédula can say what was done with it.
        "cedula_hash" bytea,
        "erased_at" timestamptz not null,
        "reason" text not null check ("reason" in ('own', 'admin', 'command', 'retention', 'restored'))
      )`);
    this.addSql(`create index "erasures_person" on "accounts"."erasures" ("person_hash")`);
    this.addSql(`create index "erasures_cedula" on "accounts"."erasures" ("cedula_hash")`);
    this.addSql(`create index "erasures_order" on "accounts"."erasures" ("erased_at", "id")`);
    this.addSql(`
      create table "accounts"."erasure_consents" (
        "erasure_id" uuid not null references "accounts"."erasures" ("id"),
        "purpose" text not null,
        "policy_version" text not null,
        "text_hash" text,
        "granted_at" timestamptz not null,
        "withdrawn_at" timestamptz
      )`);
    this.addSql(`create index "erasure_consents_erasure" on "accounts"."erasure_consents" ("erasure_id")`);
    // Who was counted for a leader and went: whoever comes and goes again is one.
    this.addSql(`
      create table "accounts"."counted_gone" (
        -- No key: whoever is erased would wait for a leader who is erased at the same moment.
        "referrer_id" uuid not null,
        -- As in the ledger.
        "cedula_hash" bytea not null,
        primary key ("referrer_id", "cedula_hash")
      )`);
    this.addSql(`
      create table "accounts"."activity" (
        "user_id" uuid primary key references "accounts"."users" ("id") on delete cascade,
        -- To the day.
        "active_at" timestamptz not null,
        -- When they were told that their data will go.
        "told_at" timestamptz,
        -- When that could not be done: they stay.
        "unreached_at" timestamptz
      )`);
    this.addSql(`create index "activity_order" on "accounts"."activity" ("active_at")`);

    this.addRedaction();
  }

  private addRedaction(): void {
    this.addSql(`
      create table "accounts"."audit_redactions" (
        "audit_id" bigint not null,
        "erasure_id" uuid not null,
        -- What the entry's hash was, and is, at its place in the chain.
        "before" bytea not null,
        "after" bytea not null,
        primary key ("audit_id", "erasure_id")
      )`);
    this.addSql(`create index "audit_redactions_erasure" on "accounts"."audit_redactions" ("erasure_id")`);
    // As m0010 has it, but for the function below in its own transaction.
    this.addSql(`
      create or replace function "accounts"."refuse_change"() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and tg_table_name = 'audit'
          and current_setting('censo.redaction', true) = pg_current_xact_id()::text then return null; end if;
        raise exception 'the trail is written once' using errcode = 'insufficient_privilege';
      end $$`);
    this.addSql(`
      create trigger "written_once" before update or delete or truncate on "accounts"."audit_redactions"
        for each statement execute function "accounts"."refuse_change"()`);
    // Erasures whose trail is still being gone through; the row goes with the last entry.
    this.addSql(`
      create table "accounts"."redacting" (
        "erasure_id" uuid primary key,
        "person_id" uuid not null,
        "words" text[] not null,
        -- What the entry that ends it says.
        "by" uuid,
        "moment" timestamptz not null,
        "address" text not null,
        "said" text not null
      )`);
    /*
     * Takes somebody who is erased out of the trail, so many entries at a time, the earliest first, and with the last ones writes
     * that down, with a hash of everything that it changed: no redaction without its entry. It takes out one person who is gone
     * and nothing else, so whoever may call it cannot hide what was done, only who it was. Null while entries are left.
     *
     * Where they acted they are called by the erasure's id from now on; what they did to others stays with its words and its
     * address, as long as any entry. Of whom it was about, nobody stays, nor a word that names them; what was written of them
     * alone goes whole, for it may say anything.
     */
    this.addSql(`
      create function "accounts"."redact_audit"(
        "person" uuid, "erasure" uuid, "words" text[], "by" uuid, "moment" timestamptz, "address" text, "said" text, "most" int)
      returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        "nobody" constant pg_catalog.uuid := '00000000-0000-0000-0000-000000000000';
        "entry" "accounts"."audit";
        "fresh" "accounts"."audit";
        "link" pg_catalog.record;
        "was" pg_catalog.bytea;
        "is" pg_catalog.bytea;
        "word" pg_catalog.text;
        "pattern" pg_catalog.text;
        "digest" pg_catalog.text;
        "count" pg_catalog.int8;
        "met" pg_catalog.int4 := 0;
      begin
        if exists (select 1 from "accounts"."users" where "id" = "person") or not exists (
          select 1 from "accounts"."erasures"
          where "id" = "erasure" and "person_hash" = sha256(convert_to("person"::pg_catalog.text, 'UTF8')))
        then raise exception 'only who is erased leaves the trail' using errcode = 'insufficient_privilege'; end if;
        perform set_config('censo.redaction', pg_current_xact_id()::pg_catalog.text, true);
        for "entry" in
          -- Each by its index: what was redacted is not found again. One of this transaction is not chained yet.
          with "theirs" as materialized (
            select "id" from "accounts"."audit" where "actor_id" = "person"
            union select "id" from "accounts"."audit" where "subject_ids" @> array["person"])
          select "a".* from "accounts"."audit" "a" where "a"."id" in (
            select "id" from "theirs" where exists (select 1 from "accounts"."audit_chain" where "audit_id" = "theirs"."id")
            order by "id" limit "most")
          order by "a"."id" for update of "a"
        loop
          "met" := "met" + 1;
          select "seq", "chained_at", "previous" into "link" from "accounts"."audit_chain" where "audit_id" = "entry"."id";
          "fresh" := "entry";
          "fresh"."subject_ids" := array_replace("entry"."subject_ids", "person", "nobody");
          if "entry"."actor_id" = "person" then "fresh"."actor_id" := "erasure"; end if;
          if "entry"."subject_ids" = array["person"] then
            "fresh"."detail" := '';
            if coalesce("entry"."actor_id" = "person", true) then "fresh"."ip" := ''; end if;
          elsif "entry"."subject_ids" @> array["person"] then
            foreach "word" in array "words" loop
              "pattern" := '(?<![[:alnum:]])' || regexp_replace("word", '([^[:alnum:] ])', '\\\\\\1', 'g') || '(?![[:alnum:]])';
              "fresh"."detail" := regexp_replace("fresh"."detail" collate "es-x-icu", "pattern", '***', 'gi');
            end loop;
          end if;
          "was" := sha256("link"."previous" ||
            convert_to("accounts"."audit_content"("entry", "link"."seq", "link"."chained_at"), 'UTF8'));
          "is" := sha256("link"."previous" ||
            convert_to("accounts"."audit_content"("fresh", "link"."seq", "link"."chained_at"), 'UTF8'));
          update "accounts"."audit" set "actor_id" = "fresh"."actor_id", "subject_ids" = "fresh"."subject_ids",
            "ip" = "fresh"."ip", "detail" = "fresh"."detail" where "id" = "entry"."id";
          insert into "accounts"."audit_redactions" values ("entry"."id", "erasure", "was", "is");
        end loop;
        perform set_config('censo.redaction', '', true);
        if "met" >= "most" then return null; end if;
        -- As services/accounts/audit/redactions.ts counts it.
        select count(*), encode(sha256(convert_to(coalesce(string_agg("audit_id"::pg_catalog.text || ':' || encode("before", 'hex')
          || ':' || encode("after", 'hex'), ',' order by "audit_id"), ''), 'UTF8')), 'hex') into "count", "digest"
        from "accounts"."audit_redactions" where "erasure_id" = "erasure";
        insert into "accounts"."audit" ("at", "actor_id", "action", "subject_ids", "ip", "detail")
        values ("moment", "by", 'user.erase', array["erasure"], "address",
          "said" || ' [borrado ' || "erasure"::pg_catalog.text || ', ' || "count"::pg_catalog.text || ' asientos, huella ' || "digest" || ']');
        return "count";
      end $$`);
    this.addSql(`
      revoke all on function "accounts"."redact_audit"(uuid, uuid, text[], uuid, timestamptz, text, text, int) from public`);
  }
}

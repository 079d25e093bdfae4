import { Migration } from '@mikro-orm/migrations';

/** Who was erased is not made again by what was told of them before, and accounts finds them here after an older backup. */
export class M0012Erasure extends Migration {
  override up(): void {
    this.addSql(`
      create table "census"."erased" (
        -- SHA-256 of the account's id, which is random.
        "person_hash" bytea primary key,
        "erased_at" timestamptz(3) not null,
        -- Made by accounts, which erases again by it and by nothing that the census says of itself.
        "seal" bytea,
        -- While those whom they referred still name them; then nobody knows it any more.
        "detaching" uuid,
        -- Whether they ever had another role than USER: they may have asked for others.
        "led" boolean not null
      )`);
    this.addSql(`create index "erased_order" on "census"."erased" ("erased_at", "person_hash")`);
    this.addSql(
      `create index "erased_detaching" on "census"."erased" ("erased_at") where "detaching" is not null`,
    );
    this.addSql(`create index "batch_members_user" on "census"."batch_members" ("user_id")`);
    // An operator who is erased is nobody's name any more, as in the trail of accounts; what they did stays.
    this.addSql(`
      create or replace function "census"."refuse_change"() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and current_setting('censo.redaction', true) = pg_current_xact_id()::text then return null; end if;
        raise exception 'what operators did is written once' using errcode = 'insufficient_privilege';
      end $$`);
    this.addSql(`
      create function "census"."forget_operator"("operator" uuid) returns void language plpgsql
      security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if not exists (
          select 1 from "census"."erased" where "person_hash" = sha256(convert_to("operator"::pg_catalog.text, 'UTF8'))) then
          raise exception 'only who is erased is forgotten' using errcode = 'insufficient_privilege'; end if;
        perform set_config('censo.redaction', pg_current_xact_id()::pg_catalog.text, true);
        update "census"."operations" set "by" = '00000000-0000-0000-0000-000000000000' where "by" = "operator";
        perform set_config('censo.redaction', '', true);
      end $$`);
    this.addSql(`revoke all on function "census"."forget_operator"(uuid) from public`);
  }
}

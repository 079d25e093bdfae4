import { Migration } from '@mikro-orm/migrations';

/** What operators did is written once, as the trail of accounts: this refuses its owner's ordinary statements too. */
export class M0009Operations extends Migration {
  override up(): void {
    this.addSql(`
      create function "census"."refuse_change"() returns trigger language plpgsql as $$
      begin
        raise exception 'what operators did is written once' using errcode = 'insufficient_privilege';
      end $$`);
    this.addSql(`
      create trigger "written_once" before update or delete or truncate on "census"."operations"
        for each statement execute function "census"."refuse_change"()`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** The order in which changes are walked, and an index of those of whom the census has said nothing. */
export class M0007ChangesOrder extends Migration {
  override up(): void {
    // Those whose role was changed before this was written down: the census may have missed it.
    this.addSql(`
      update "accounts"."users" set "changed_at" = clock_timestamp()
      where "role" <> 'USER' or "id" in (
        select unnest("subject_ids") from "accounts"."audit" where "action" = 'user.role')`);
    this.addSql(`create index "users_changed" on "accounts"."users" ("changed_at", "id")`);
    this.addSql(`
      create index "users_unknown_to_census" on "accounts"."users" ("created_at") where "census_status" is null`);
  }
}

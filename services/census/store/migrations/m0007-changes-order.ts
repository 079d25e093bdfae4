import { Migration } from '@mikro-orm/migrations';

/** The order in which other services walk over the changes of records. */
export class M0007ChangesOrder extends Migration {
  override up(): void {
    this.addSql(`create index "records_changed" on "census"."records" ("updated_at", "user_id")`);
  }
}

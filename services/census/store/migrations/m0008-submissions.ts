import { Migration } from '@mikro-orm/migrations';

/** Which forms a batch was asked for with, so that one that is sent twice is known. */
export class M0008Submissions extends Migration {
  override up(): void {
    this.addSql(`
      alter table "census"."batches"
        -- How many each of them added, by its key.
        add column "submissions" jsonb not null default '{}'`);
  }
}

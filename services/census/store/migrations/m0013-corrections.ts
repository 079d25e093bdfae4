import { Migration } from '@mikro-orm/migrations';

/** As of when a record has who referred its person, and the cédula: what is told later of an earlier moment is old. */
export class M0013Corrections extends Migration {
  override up(): void {
    this.addSql(`alter table "census"."records" add column "corrected_at" timestamptz`);
  }
}

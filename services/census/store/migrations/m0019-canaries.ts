import { Migration } from '@mikro-orm/migrations';

/**
 * Operators who allow that their own cédula is asked each hour, to see whether the page is still read as it was. It goes with
 * the record: whoever withdraws the lookup, or is erased, is no canary any more.
 */
export class M0019Canaries extends Migration {
  override up(): void {
    this.addSql(`
      create table "census"."canaries" (
        "user_id" uuid primary key references "census"."records" ("user_id") on delete cascade,
        "granted_at" timestamptz(3) not null,
        -- What they agreed to, in the words that they read.
        "consent" text not null,
        "ended_at" timestamptz(3),
        -- The answer that is expected; null before the first.
        "known" jsonb,
        "asked_at" timestamptz(3),
        "result" text check ("result" in ('same', 'different', 'unreadable', 'unanswered')),
        "result_at" timestamptz(3)
      )`);
  }
}

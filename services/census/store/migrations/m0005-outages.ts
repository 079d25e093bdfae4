import { Migration } from '@mikro-orm/migrations';

/** What an outage of the source needs: who failed in a row on a lane, and whose attempts are given back. */
export class M0005Outages extends Migration {
  override up(): void {
    this.addSql(`
      alter table "census"."lanes"
        add column "streak" jsonb not null default '[]',
        add column "answered_at" timestamptz,
        add column "closed_at" timestamptz`);
    this.addSql(`
      alter table "census"."records"
        add column "refunds" integer not null default 0,
        add column "leased_at" timestamptz,
        -- Where it was until it failed for good: an outage brings it back.
        add column "left_batch" jsonb`);
    this.addSql(`
      alter table "census"."attempts" add column "refund" text check ("refund" in ('owed', 'paid'))`);
    this.addSql(`
      create index "attempts_owed" on "census"."attempts" ("user_id") where "refund" = 'owed'`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** What the portal's lists need: who leads, refreshes of many as one piece of work, and quick statistics. */
export class M0003Portal extends Migration {
  override up(): void {
    this.addSql(`
      create table "census"."leaders" (
        "user_id" uuid primary key,
        "referrer_id" uuid,
        -- False for one who led before: an older event must not make them a leader again.
        "leads" boolean not null,
        "as_of" timestamptz not null
      )`);
    this.addSql(`create index "leaders_referrer" on "census"."leaders" ("referrer_id") where "leads"`);
    // So that the planner knows how few voting places many people share, and counts them without sorting.
    this.addSql(`
      create statistics "census"."records_places"
        on ("answer" ->> 'departamento'), ("answer" ->> 'municipio'), ("answer" ->> 'puesto')
        from "census"."records"`);
    this.addSql(`create index "records_referrer" on "census"."records" ("referrer_id", "status")`);
    this.addSql(`
      create table "census"."batches" (
        "id" uuid primary key,
        "requested_by" uuid not null,
        -- The role that they have now: each member is weighed by it when its turn comes.
        "requested_as" text not null,
        "requested_at" timestamptz not null,
        "total" integer not null,
        "done" integer not null default 0,
        -- Of those done: without an answer, and not asked for because it was not needed or allowed any more.
        "failed" integer not null default 0,
        "skipped" integer not null default 0,
        "cancelled_at" timestamptz,
        "finished_at" timestamptz,
        check ("done" between 0 and "total"),
        check ("failed" >= 0 and "skipped" >= 0 and "failed" + "skipped" <= "done"),
        check ("cancelled_at" is null or "finished_at" is not null)
      )`);
    // One at a time for each leader: whoever asks again adds to it.
    this.addSql(`
      create unique index "batches_open" on "census"."batches" ("requested_by") where "finished_at" is null`);
    this.addSql(`create index "batches_latest" on "census"."batches" ("requested_by", "requested_at" desc)`);
    // Those who have not been asked for yet; few at a time become due, so that the queue stays short.
    this.addSql(`
      create table "census"."batch_members" (
        "batch_id" uuid not null references "census"."batches" ("id") on delete cascade,
        "position" bigint generated always as identity,
        "user_id" uuid not null,
        primary key ("batch_id", "user_id")
      )`);
    this.addSql(`create index "batch_members_order" on "census"."batch_members" ("batch_id", "position")`);
    this.addSql(`
      alter table "census"."records"
        add column "batch_id" uuid,
        -- What the record goes back to when its batch is cancelled before it was looked up.
        add column "before_batch" jsonb,
        -- A batch cannot wait for a record that rests.
        add check ("batch_id" is null or "due_at" is not null or "lease_id" is not null)`);
    this.addSql(
      `create index "records_batch" on "census"."records" ("batch_id") where "batch_id" is not null`,
    );
  }
}

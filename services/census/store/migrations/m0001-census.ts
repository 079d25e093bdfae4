import { Migration } from '@mikro-orm/migrations';
import { statuses } from '../../../../shared/contract/census.ts';
import { outboxTableSql } from '../../../../shared/durable/outbox.ts';

/** Records, their history, and the events that leave with them. */
export class M0001Census extends Migration {
  override up(): void {
    this.addSql(`
      create table "census"."records" (
        "user_id" uuid primary key,
        "cedula" text not null,
        "referrer_id" uuid,
        "status" text not null check ("status" in (${statuses.map((status) => `'${status}'`).join(', ')})),
        "attempt" integer not null,
        "priority" integer not null,
        "requested_by" uuid,
        "requested_at" timestamptz not null,
        "due_at" timestamptz,
        "lease_id" uuid,
        "lease_worker" text,
        "lease_expires_at" timestamptz,
        "answer" jsonb,
        "answered_at" timestamptz,
        "error_code" text,
        "version" integer not null,
        "created_at" timestamptz not null,
        "updated_at" timestamptz not null,
        -- A stuck record cannot be stored: what waits is due some day, what runs has a lease that ends.
        check ("status" <> 'PENDING' or "due_at" is not null),
        check (("status" = 'PROCESSING') = ("lease_id" is not null)),
        check (("lease_id" is null) = ("lease_expires_at" is null))
      )`);
    this.addSql(`
      create index "records_due" on "census"."records" ("priority", "due_at", "user_id") where "due_at" is not null`);
    this.addSql(`create index "records_due_at" on "census"."records" ("due_at") where "due_at" is not null`);
    this.addSql(`
      create index "records_leased" on "census"."records" ("lease_expires_at") where "lease_id" is not null`);
    this.addSql(`
      create table "census"."attempts" (
        "lease_id" uuid primary key,
        "user_id" uuid not null references "census"."records" ("user_id"),
        "attempt" integer not null,
        "worker" text not null,
        "source" text,
        "started_at" timestamptz not null,
        "finished_at" timestamptz,
        "outcome" text,
        "detail" text
      )`);
    this.addSql(`create index on "census"."attempts" ("user_id", "started_at" desc)`);
    this.addSql(`
      create table "census"."data_origin" (
        -- One row at the most.
        "only" boolean primary key default true check ("only"),
        "simulated" boolean not null
      )`);
    this.addSql(outboxTableSql('census'));
  }
}

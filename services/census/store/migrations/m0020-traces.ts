import { Migration } from '@mikro-orm/migrations';

/** In which trace a lookup was asked for, where traces are collected. */
export class M0020Traces extends Migration {
  override up(): void {
    this.addSql('alter table "census"."records" add column "traceparent" text');
  }
}

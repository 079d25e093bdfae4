import { Migration } from '@mikro-orm/migrations';

/**
 * What people allow, as far as the census was told: what comes late of a time when they allowed more changes nothing. Who
 * registered before this has no row, and allowed all.
 */
export class M0011Consents extends Migration {
  override up(): void {
    this.addSql(`
      create table "census"."consents" (
        "user_id" uuid primary key,
        "lookup" boolean not null,
        "sharing" boolean not null,
        "as_of" timestamptz(3) not null,
        -- The last that others were told of a record that is gone: a new one is newer.
        "last_version" integer not null default 0
      )`);
  }
}

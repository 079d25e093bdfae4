import { Migration } from '@mikro-orm/migrations';

/** Since when decisions count: whoever decided before is asked again, and is told of one by one. */
export class M0015ConsentFloor extends Migration {
  override up(): void {
    this.addSql(`
      create table "census"."consent_floor" (
        "purpose" text primary key check ("purpose" in ('lookup', 'sharing')),
        "since" timestamptz(3) not null
      )`);
  }
}

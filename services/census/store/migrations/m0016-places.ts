import { Migration } from '@mikro-orm/migrations';

/**
 * Where people voted before: each place with the first and the last answer that gave it. They go with the
 * record, also where a release of before removes it. Nothing is filled in: who was
 * answered before has their place in their answer, and it is written down when the next one comes.
 */
export class M0016Places extends Migration {
  override up(): void {
    this.addSql(`
      create table "census"."places" (
        "id" uuid primary key default gen_random_uuid(),
        "user_id" uuid not null references "census"."records" ("user_id") on delete cascade,
        "departamento" text not null,
        "municipio" text not null,
        "puesto" text not null,
        "direccion" text not null,
        "mesa" text not null,
        -- Which official page gave it last; null where that was not kept.
        "source" text,
        "first_at" timestamptz(3) not null,
        "last_at" timestamptz(3) not null,
        check ("first_at" <= "last_at")
      )`);
    this.addSql(`create index "places_of" on "census"."places" ("user_id", "last_at" desc)`);
    this.addSql(`alter table "census"."records" add column "move" jsonb`);
    this.addSql(`
      create index "records_moved" on "census"."records" (("move" ->> 'changedAt')) where "move" is not null`);
  }
}

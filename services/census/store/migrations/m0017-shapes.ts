import { Migration } from '@mikro-orm/migrations';

/** How official pages are made, as lookups meet them: elements, labels and names of fields, and nobody's data. */
export class M0017Shapes extends Migration {
  override up(): void {
    this.addSql(`
      create table "census"."shapes" (
        "source" text not null,
        "part" text not null check ("part" in ('form', 'answer')),
        "fingerprint" text not null,
        "shape" text not null,
        -- Of the latest failure that met it, masked.
        "example" text,
        "first_seen" timestamptz(3) not null,
        "last_seen" timestamptz(3) not null,
        -- When a lookup that met it last had an answer.
        "last_good" timestamptz(3),
        "outcome" text not null,
        "count" bigint not null,
        primary key ("source", "part", "fingerprint"),
        check ("first_seen" <= "last_seen")
      )`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Nobody looks up whoever is asked again, because a later text allows more than they accepted; what is known of them stays. */
export class M0014Suspended extends Migration {
  override up(): void {
    this.addSql(`alter table "census"."records" add column "suspended" boolean not null default false`);
  }
}

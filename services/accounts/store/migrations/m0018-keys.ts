import { Migration } from '@mikro-orm/migrations';

/** Whoever is erased takes their decisions along, and may be somebody's referrer for a while. */
export class M0018Keys extends Migration {
  override up(): void {
    // In the order in which whoever registers writes both.
    this.addSql('lock table "accounts"."users", "accounts"."consents" in access exclusive mode');
    this.addSql(`
      do $$
      declare
        "key" record;
      begin
        for "key" in select "conname", "conrelid"::regclass::text as "table" from pg_constraint
          where "contype" = 'f' and "confrelid" = '"accounts"."users"'::regclass
            and ("conrelid", "confdeltype") in
              (('"accounts"."consents"'::regclass, 'a'), ('"accounts"."users"'::regclass, 'a'),
               ('"accounts"."referral_counts"'::regclass, 'c'))
        loop
          execute format('alter table %s drop constraint %I', "key"."table", "key"."conname");
        end loop;
      end $$`);
    // Held against the rows that are there by `m0018b`, which keeps nobody out.
    this.addSql(`
      alter table "accounts"."consents" add constraint "consents_user_id_fkey"
        foreign key ("user_id") references "accounts"."users" ("id") on delete cascade not valid`);
  }
}

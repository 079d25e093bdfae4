import { Migration } from '@mikro-orm/migrations';

/**
 * Parts of names and numbers are found by their trigrams. The extension comes with Postgres (contrib) and is trusted:
 * who may make a schema may make it. Where it is there already, it is used in the schema that it is in.
 */
export class M0009SearchIndex extends Migration {
  override up(): void {
    this.addSql('create extension if not exists "pg_trgm" with schema "accounts"');
    this.addSql(`
      do $$ begin
        execute format('create index "users_search" on "accounts"."users" using gin ("search_text" %I.gin_trgm_ops)',
          (select extnamespace::regnamespace from pg_extension where extname = 'pg_trgm'));
      end $$`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** So many people in one transaction: whoever of them logs in meanwhile waits for that, some 0.1 s. */
const CHUNK = 1_000;

/**
 * What people accepted before covered all three decisions. Nothing of this release runs before it is done, an earlier one
 * goes on. Not one transaction: it goes on where it was ended, because what is split already is passed over.
 */
export class M0015bSplit extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override async up(): Promise<void> {
    // An index that was being made when somebody ended it is there, and of no use.
    await this.execute('drop index concurrently if exists "accounts"."consents_in_force"');
    await this.execute('drop index concurrently if exists "accounts"."consents_by_text"');
    let after: string | null = '00000000-0000-0000-0000-000000000000';
    while (after !== null) after = await this.splitSome(after);
    // One of each stands, whatever was kept before: each ends with the next.
    await this.execute(`
      update "accounts"."consents" "old" set "withdrawn_at" = "newer"."granted_at"
      from (select "id", lead("granted_at") over (partition by "user_id", "purpose" order by "granted_at", "id") as "granted_at"
            from "accounts"."consents" where "withdrawn_at" is null) "newer"
      where "newer"."id" = "old"."id" and "newer"."granted_at" is not null`);
    // Whoever has the command line made these, and nobody invited them.
    await this.execute(`
      update "accounts"."users" set "shared" = false
      where "referrer_id" is null and "shared"
        and not exists (select 1 from "accounts"."consents" where "user_id" = "users"."id")`);
    await this.execute(`alter table "accounts"."consents" validate constraint "consents_purpose_check"`);
    await this.execute(`
      create unique index concurrently "consents_in_force" on "accounts"."consents" ("user_id", "purpose")
        where "withdrawn_at" is null`);
    // Who decided on an earlier text than one that allows more; else everybody's decisions are read each minute.
    await this.execute(`
      create index concurrently "consents_by_text" on "accounts"."consents" ("purpose", "policy_version" collate "C", "user_id")
        where "withdrawn_at" is null`);
  }

  /** @returns the last of them; null when there is nobody after them */
  private async splitSome(after: string): Promise<string | null> {
    const [row] = (await this.execute(
      `with "some" as (
         select distinct "user_id" from "accounts"."consents" where "user_id" > ? order by "user_id" limit ?),
       "split" as (
         insert into "accounts"."consents"
           ("id", "user_id", "policy_version", "granted_at", "ip", "user_agent", "purpose", "channel", "withdrawn_at")
         select gen_random_uuid(), "user_id", "policy_version", "granted_at", "ip", "user_agent", "covered", "channel",
           "withdrawn_at"
         from "some" join "accounts"."consents" "given" using ("user_id"), unnest(array['lookup', 'sharing']) "covered"
         where "purpose" = 'policy' and not exists (
           select 1 from "accounts"."consents" "done" where "done"."user_id" = "given"."user_id"
             and "done"."purpose" = "covered" and "done"."granted_at" = "given"."granted_at"))
       select max("user_id"::text) as "last" from "some"`,
      [after, CHUNK],
    )) as { last: string | null }[];
    return row?.last ?? null;
  }
}

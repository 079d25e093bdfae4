import { Migration } from '@mikro-orm/migrations';

/** A reclamo that lacks something: what the person was asked for, until when it may come, and what came. */
export class M0022IncompleteRequests extends Migration {
  override up(): void {
    this.addSql(`
      alter table "accounts"."requests"
        add column "asked_on" date,
        add column "missing" text,
        -- The last day on which it may come; after it the person is understood to have given up.
        add column "lapses_on" date,
        add column "completed_on" date,
        add column "completion" text,
        -- When it was written down that they gave up.
        add column "lapsed_at" timestamptz,
        add check (("asked_on" is null) = ("missing" is null) and ("missing" is null) = ("lapses_on" is null)),
        add check (("completed_on" is null) = ("completion" is null)),
        add check ("asked_on" is not null or ("completed_on" is null and "lapsed_at" is null)),
        add check ("completed_on" is null or "lapsed_at" is null)`);
  }
}

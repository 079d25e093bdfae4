import { Migration } from '@mikro-orm/migrations';

/** Holds the key of m0018 against everybody's decisions, while others write. */
export class M0018bConsentsKey extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`alter table "accounts"."consents" validate constraint "consents_user_id_fkey"`);
  }
}

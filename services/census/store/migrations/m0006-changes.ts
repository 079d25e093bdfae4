import { Migration } from '@mikro-orm/migrations';
import { catchUpTableSql } from '../../../../shared/catch-up/database-places.ts';

/** How far the walk over the changes of accounts has come. */
export class M0006Changes extends Migration {
  override up(): void {
    this.addSql(catchUpTableSql('census'));
  }
}

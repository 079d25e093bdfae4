import { Migration } from '@mikro-orm/migrations';
import { deadLettersTableSql } from '../../../../shared/durable/dead-letters.ts';

/** A place for the events that this service could not handle. */
export class M0003Events extends Migration {
  override up(): void {
    this.addSql(deadLettersTableSql('accounts'));
  }
}

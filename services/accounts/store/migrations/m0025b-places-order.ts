import { Migration } from '@mikro-orm/migrations';

/** Who has no place yet comes last. */
const UNPLACED = `("census_municipio" = '')`;

const orders = {
  municipio: '"census_municipio", "census_puesto", "census_mesa"',
  puesto: '"census_puesto", "census_municipio", "census_mesa"',
  mesa: '"census_mesa", "census_municipio", "census_puesto"',
};

/** The lists' orders by place, made while others write. Goes on where it was ended. */
export class M0025bPlacesOrder extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    for (const [name, columns] of Object.entries(orders)) {
      const index = `"users_referred_${name}"`;
      // One that was being made when somebody ended it is there, and of no use.
      this.addSql(`drop index concurrently if exists "accounts".${index}`);
      this.addSql(`
        create index concurrently ${index} on "accounts"."users"
          ("referrer_id", ${UNPLACED}, ${columns}, "nombre_completo", "id")`);
    }
  }
}

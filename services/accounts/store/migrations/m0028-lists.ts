import { Migration } from '@mikro-orm/migrations';

const orders = {
  municipio: '"census_municipio", "census_puesto", "census_mesa"',
  puesto: '"census_puesto", "census_municipio", "census_mesa"',
  mesa: '"census_mesa", "census_municipio", "census_puesto"',
};
const PLACED = `where "census_municipio" <> ''`;

/** By name of the index. Those by place take the place of m0025b's, which no status could narrow. */
const indexes: Record<string, string> = {
  ...Object.fromEntries(
    Object.entries(orders).map(([name, columns]) => [
      `users_listed_${name}`,
      `("referrer_id", "census_group", ${columns}, "nombre_completo", "id") ${PLACED}`,
    ]),
  ),
  // Also of whoever has no place, who come last in an order by place.
  users_listed_name: '("referrer_id", "census_municipio", "census_group", "nombre_completo", "id")',
  users_listed_date: `("referrer_id", "census_municipio", "census_group", "created_at", "id") ${PLACED}`,
};

/**
 * Each filter of a list by place has an index in each of its orders (`users/branches.ts`), made while others write. Goes on where
 * it was ended.
 */
export class M0028Lists extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    for (const [name, columns] of Object.entries(indexes)) {
      // One that was being made when somebody ended it is there, and of no use.
      this.addSql(`drop index concurrently if exists "accounts"."${name}"`);
      this.addSql(`create index concurrently "${name}" on "accounts"."users" ${columns}`);
    }
    for (const name of Object.keys(orders))
      this.addSql(`drop index concurrently if exists "accounts"."users_referred_${name}"`);
  }
}

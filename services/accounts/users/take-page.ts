import { type FilterQuery, raw } from '@mikro-orm/core';
import type { EntityManager, QBFilterQuery } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ReferralSort, Role } from '../../../shared/contract/accounts.ts';
import type { Status } from '../../../shared/contract/census.ts';
import { id, moment, word } from '../../../shared/persistence/rows.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { orderOf } from './order.ts';
import { after, cursorOf } from './page.ts';

const columns = {
  id: 'id',
  cedula: 'cedula',
  nombreCompleto: 'nombre_completo',
  phone: 'phone',
  role: 'role',
  createdAt: 'created_at',
  censusStatus: 'census_status',
  censusMunicipio: 'census_municipio',
  censusPuesto: 'census_puesto',
  censusMesa: 'census_mesa',
};

const takenRule = z.object({
  ...{ id, cedula: z.string(), nombreCompleto: z.string(), phone: z.string(), role: word<Role>() },
  ...{ createdAt: moment, censusStatus: word<Status>().nullable() },
  ...{ censusMunicipio: z.string(), censusPuesto: z.string(), censusMesa: z.string() },
} satisfies Record<keyof typeof columns, z.ZodType>);
export type TakenRow = z.output<typeof takenRule>;

const selected = Object.entries(columns).map(([name, column]) => raw(`"${column}" as "${name}"`));

/**
 * One page of those whom every condition finds, as `findPage` reads it, forward only: rows that nobody changes, never entities,
 * because a file has hundreds of thousands.
 *
 * @throws AppError `validation` (400) when the cursor is not one of ours for this order
 */
export const takePage = async (
  em: EntityManager,
  conditions: readonly FilterQuery<UserRow>[],
  { sort, cursor, limit }: { sort: ReferralSort; cursor?: string | undefined; limit: number },
): Promise<{ items: TakenRow[]; next: string | null }> => {
  const found = cursor === undefined ? conditions : [...conditions, after(sort, cursor)];
  // The builder takes the same conditions as `find`; only its type says otherwise.
  const where = { $and: found } as QBFilterQuery<UserRow>;
  const read: unknown = await em
    .createQueryBuilder(UserEntity)
    .select(selected)
    .where(where)
    .orderBy(orderOf(sort))
    .limit(limit + 1)
    .execute('all', false);
  const rows = z.array(takenRule).parse(read);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(sort, last) : null };
};

import type { DatabaseOptions } from '../../../shared/persistence/database.ts';
import * as entities from './entities.ts';
import { migrations } from './migrations/migrations.ts';

/** What opening the database of accounts takes, besides its address. */
export const accountsSchema = {
  schema: 'accounts' as const,
  entities: Object.values(entities),
  migrations,
} satisfies Partial<DatabaseOptions>;

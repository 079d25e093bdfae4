import type { DatabaseOptions } from '../../../shared/persistence/database.ts';
import { RecordEntity } from '../record/record.ts';
import { AttemptEntity, LaneEntity } from './entities.ts';
import { migrations } from './migrations/migrations.ts';

/** What opening the database of the census takes, besides its address. */
export const censusSchema = {
  schema: 'census' as const,
  entities: [RecordEntity, AttemptEntity, LaneEntity],
  migrations,
} satisfies Partial<DatabaseOptions>;

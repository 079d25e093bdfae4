import type { DatabaseOptions } from '../../../shared/persistence/database.ts';
import { RecordEntity } from '../record/record.ts';
import { AttemptEntity, LaneEntity } from './entities.ts';
import { migrations } from './migrations/migrations.ts';

/** What opening the database of the census takes, besides its address. */
export const censusSchema = {
  schema: 'census' as const,
  entities: [RecordEntity, AttemptEntity, LaneEntity],
  migrations,
  grants: {
    role: 'census' as const,
    tables: {
      migrations: 'select',
      // What operators did is added to.
      operations: 'select, insert',
      data_origin: 'select, insert',
      outbox: 'select, insert, update, delete',
      catch_up: 'select, insert, update',
      erased: 'select, insert, update',
    },
    functions: ['forget_operator(uuid)'],
  },
} satisfies Partial<DatabaseOptions>;

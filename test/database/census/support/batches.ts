import { addToBatch } from '../../../../services/census/batches/add.ts';
import { cancelBatch } from '../../../../services/census/batches/cancel.ts';
import { feedBatches } from '../../../../services/census/batches/feed.ts';
import { readBatch } from '../../../../services/census/batches/read.ts';
import type { Actor } from '../../../../shared/contract/accounts.ts';
import type { BatchView } from '../../../../shared/contract/batches.ts';
import type { Outcome } from '../../../../shared/contract/outcome.ts';
import type { TestDatabase } from '../../../support/servers/postgres.ts';
import { at } from '../../support/clock.ts';
import { active, lookupsIn } from './lookups.ts';

export const COOLDOWN_S = 30;
export const SPACING_MS = 5_000;

/** The short words in which the tests of batches tell their stories. */
export const batchesIn = (database: TestDatabase) => {
  const { register, lookUp } = lookupsIn(database);
  const words = {
    /** Somebody whom the leader referred, with this answer. */
    async answered(leader: Actor, outcome: Outcome = active, now = at(0)): Promise<string> {
      const userId = await register({ referrerId: leader.id }, now);
      await lookUp(outcome, now);
      return userId;
    },
    /** So many people of the leader, answered long ago; past the service, because there may be thousands. */
    async crowd(leader: Actor, size: number): Promise<string[]> {
      const rows = await database.query<{ user_id: string }>(
        `insert into census.records (user_id, cedula, referrer_id, status, attempt, priority, requested_at,
           answer, answered_at, answer_status, version, created_at, updated_at)
         select gen_random_uuid(), '1020304050', $1, 'ACTIVE', 1, 10, $2, $3, $2, 'ACTIVE', 3, $2, $2
         from generate_series(1, $4::int) returning user_id`,
        [leader.id, at(0), JSON.stringify(active), size],
      );
      return rows.map((row) => row.user_id);
    },
    add: (by: Actor, ids: readonly string[], now = at(100)) =>
      addToBatch(database.fork(), { actor: by, cooldownS: COOLDOWN_S }, ids, now),
    feed: (now = at(100)) => feedBatches(() => database.fork(), COOLDOWN_S, now),
    /** Adds and feeds. @returns the batch's id */
    async begin(by: Actor, ids: readonly string[], now = at(100)): Promise<string> {
      const { batchId } = await words.add(by, ids, now);
      if (batchId === null) throw new Error('nobody could be added');
      await words.feed(now);
      return batchId;
    },
    cancel: (by: Actor, batchId: string, now = at(150)) => cancelBatch(database.fork(), by, batchId, now),
    view: (by: Actor, now = at(150)): Promise<BatchView | null> =>
      readBatch(database.fork(), by, SPACING_MS, now),
    async waiting(batchId: string): Promise<string[]> {
      const rows = await database.query<{ user_id: string }>(
        'select user_id from census.records where batch_id = $1 and due_at is not null order by turn',
        [batchId],
      );
      return rows.map((row) => row.user_id);
    },
  };
  return words;
};

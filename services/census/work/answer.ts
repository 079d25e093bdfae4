import type { EntityManager } from '@mikro-orm/postgresql';
import type { z } from 'zod';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import type { Failure, Outcome } from '../../../shared/contract/outcome.ts';
import { ask } from '../../../shared/persistence/prepared.ts';
import { placeWords } from '../../../shared/place/another-place.ts';
import { changed } from '../record/changed.ts';
import { complete, type Weighing } from '../record/changes.ts';
import { comesTo } from '../store/places.ts';
import { recordValues } from '../store/record-rows.ts';
import { leasedRow, storeAnswer } from './answer-sql.ts';

interface Answered {
  leaseId: string;
  outcome: Exclude<Outcome, Failure>;
  source: string;
}

type Leased = z.output<(typeof leasedRow.rows)['element']>;

/**
 * Stores an answer as nearly all come: to a lease that has not run out, by a lane on which nothing has failed. In two statements and
 * without waiting for anybody in between, as long as the record is what it was read as.
 *
 * @returns false when it is another case, or somebody changed the record meanwhile: nothing is stored then
 */
export const storeQuickly = async (
  em: EntityManager,
  { leaseId, outcome, source }: Answered,
  weighing: Weighing,
): Promise<boolean> => {
  const [found] = await ask(em, leasedRow, [leaseId]);
  if (found === undefined || found.quietLane === null || isFormer(found, outcome)) return false;
  const { quietLane, rowVersion, place, toldReferrerId, coordinatorId, ...row } = found;
  const { now } = weighing;
  const words = outcome.kind === 'active' ? placeWords(outcome) : null;
  const comes = words === null ? null : comesTo(place ?? undefined, words, now);
  const move = comes?.move == null ? {} : { move: comes.move };
  const { after, told, ended } = changed(row, { ...complete(row, outcome, weighing), ...move }, now);
  const event: DurableEvents['census.updated'] = {
    ...{ userId: row.userId, referrerId: toldReferrerId, coordinatorId },
    ...told,
  };
  const staysAt = words !== null && comes === null ? place?.id : undefined;
  const stored = await ask(em, storeAnswer, [
    ...[now, rowVersion, quietLane, leaseId, outcome.kind, source, JSON.stringify(event)],
    ...[staysAt ?? null, comes?.since ?? null, words === null ? null : JSON.stringify(words)],
    ...[ended?.batchId ?? null, row.userId, ...recordValues(after)],
  ]);
  return stored.length > 0;
};

/** Its place of before was not written down yet. */
const isFormer = ({ place, answer }: Leased, outcome: Outcome): boolean =>
  outcome.kind === 'active' && place === null && answer?.kind === 'active';

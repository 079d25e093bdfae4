import type { EntityManager } from '@mikro-orm/postgresql';
import { type BatchPreview, countSkipped } from '../../../shared/contract/batches.ts';
import { readForecast } from '../read/forecast.ts';
import { type BatchTerms, sortOut } from './eligible.ts';
import { expectedEnd } from './expected.ts';
import { readRest } from './read.ts';

/**
 * What a batch of these people would be, and when it would end together with what the actor has asked for already.
 *
 * @param besides how many others of the same wish were eligible, counted before
 */
export const previewBatch = async (
  em: EntityManager,
  { actor, cooldownS, spacingMs }: BatchTerms & { spacingMs: number },
  {
    userIds,
    besides,
    answered,
  }: { userIds: readonly string[]; besides: number; answered?: boolean | undefined },
  now: Date,
): Promise<BatchPreview> => {
  const { eligible, skipped } = await sortOut(em, { actor, cooldownS, answered }, userIds, now);
  const rest = await readRest(em, actor.id, now);
  const waiting = rest.waiting + besides + eligible.length;
  const forecast = await readForecast(em, spacingMs, now);
  const expected = await expectedEnd(em, { ...rest, waiting }, forecast, now);
  return {
    eligible: eligible.length,
    skipped: countSkipped(skipped),
    expectedAt: expected?.toISOString() ?? null,
  };
};

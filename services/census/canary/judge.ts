import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { CanaryResult } from '../../../shared/contract/canary.ts';
import { type Answer, hasAnswer, type Status } from '../../../shared/contract/census.ts';
import { oddKinds } from '../../../shared/contract/shapes.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { isAnotherPlace } from '../../../shared/place/another-place.ts';
import { isFailure } from '../../../shared/policy/access.ts';

/** A canary that nobody could answer in this time is told so: the next hour comes. */
const PATIENCE_MS = 45 * 60_000;

const answer = z.custom<Answer>((value) => typeof value === 'object' && value !== null);
const rowRule = z.object({
  ...{ id, askedAt: moment, known: answer.nullable(), answer: answer.nullable() },
  ...{ status: word<Status>(), errorCode: z.string().nullable(), answeredAt: moment.nullable() },
});
type Asked = z.output<typeof rowRule>;

/**
 * Looks at what came of canaries that were asked about, and what is expected from now on.
 *
 * @returns how each ended
 */
export const judgeCanaries = (em: EntityManager, now: Date): Promise<CanaryResult[]> =>
  em.transactional(async (tx) => {
    const asked = await readRows(
      tx,
      rowRule,
      `select "canary"."user_id" as "id", "asked_at" as "askedAt", "known", "answer", "status",
         "error_code" as "errorCode", "answered_at" as "answeredAt"
       from "census"."canaries" "canary" join "census"."records" using ("user_id")
       where "ended_at" is null and "asked_at" is not null and ("result_at" is null or "result_at" < "asked_at")
       order by 1 for update of "canary" skip locked`,
    );
    const results: CanaryResult[] = [];
    for (const one of asked) {
      const result = resultOf(one, now);
      if (result === null) continue;
      results.push(result);
      await tx.execute(
        `update "census"."canaries" set "result" = ?, "result_at" = ?, "known" = ?::jsonb where "user_id" = ?`,
        // A place may really have changed: that is told once.
        [result, now, JSON.stringify(result === 'different' ? one.answer : one.known), one.id],
      );
    }
    return results;
  });

const resultOf = (
  { askedAt, known, answer, status, errorCode, answeredAt }: Asked,
  now: Date,
): CanaryResult | null => {
  if (hasAnswer(status) && answeredAt !== null && answeredAt >= askedAt)
    return isSame(known, answer) ? 'same' : 'different';
  if (isFailure(status)) return oddKinds.some((kind) => kind === errorCode) ? 'unreadable' : 'unanswered';
  return now.getTime() - askedAt.getTime() > PATIENCE_MS ? 'unanswered' : null;
};

const isSame = (known: Answer | null, now: Answer | null): boolean => {
  if (known?.kind === 'active' && now?.kind === 'active') return !isAnotherPlace(known, now);
  if (known?.kind === 'cancelled' && now?.kind === 'cancelled') return known.novedad === now.novedad;
  return known?.kind === now?.kind;
};

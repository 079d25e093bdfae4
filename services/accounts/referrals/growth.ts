import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { GROWTH_DAYS } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { TIME_ZONE } from '../../../shared/time/colombia.ts';
import { totalsOf } from './counts.ts';
import type { Sharing } from './shown.ts';
import { whoseReferrals } from './whose.ts';

const rule = z.object({ day: z.string(), people: z.number() });
const DAY_MS = 24 * 3_600_000;

/**
 * How somebody's referrals grew, in numbers. Those who were erased since never came.
 *
 * @throws AppError `forbidden` (403) for a role without a summary; as `whoseReferrals` does
 */
export const readGrowth = async (
  em: EntityManager,
  sharing: Pick<Sharing, 'texts'>,
  { actor, leaderId }: ActionParams<'accounts.referralGrowth'>,
  now: Date,
): Promise<ActionResult<'accounts.referralGrowth'>> => {
  authorize(actor, 'summarize');
  const { referrerId } = await whoseReferrals(em, sharing, actor, leaderId);
  const days = await readRows(
    em,
    rule,
    `select ("created_at" at time zone ?)::date::text as "day", count(*)::int as "people"
     from "accounts"."users" where "referrer_id" = ? and "created_at" > ? group by 1 order by 1`,
    [TIME_ZONE, referrerId, new Date(now.getTime() - GROWTH_DAYS * DAY_MS)],
  );
  const total = (await totalsOf(em, [referrerId])).get(referrerId) ?? 0;
  const counted = days.reduce((sum, { people }) => sum + people, 0);
  // Somebody may have come between the two.
  return { before: Math.max(0, total - counted), days };
};

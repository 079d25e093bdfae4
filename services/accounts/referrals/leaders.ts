import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { LedGroup, Role } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { id, readRows, word } from '../../../shared/persistence/rows.ts';
import { mayAdminister } from '../../../shared/policy/access.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { audit } from '../audit/audit.ts';
import { everyCountOf } from './counts.ts';
import { type Sharing, sharingCounts } from './shown.ts';

const rule = z.object({
  id,
  nombreCompleto: z.string(),
  role: word<Role>(),
  referralGoal: z.number(),
  /** Of all of them, on each row. */
  total: z.number(),
});

/**
 * Those who lead with how many people each has, the most first: for a COORDINATOR the LEADERs whom they referred and who
 * share, for an ADMIN everybody who leads or coordinates. That they were shown is written down.
 *
 * @throws AppError `forbidden` (403)
 */
export const listLeaders = async (
  em: EntityManager,
  counting: Sharing,
  { actor, limit, ip }: ActionParams<'accounts.leaders'>,
  now: Date,
): Promise<ActionResult<'accounts.leaders'>> => {
  authorize(actor, 'compareLeaders');
  const { sharing } = counting.texts.since;
  const own = `"role" = 'LEADER' and "referrer_id" = ? and "shared" and ${sharingCounts('"users"."id"')}`;
  const [whose, values] = mayAdminister(actor)
    ? [`"role" in ('LEADER', 'COORDINATOR')`, []]
    : [own, [actor.id, sharing]];
  const rows = await readRows(
    em,
    rule,
    `select "id", "nombre_completo" as "nombreCompleto", "role", "referral_goal" as "referralGoal",
       count(*) over ()::int as "total"
     from "accounts"."users" left join lateral (
       select coalesce(sum("total"), 0) as "people" from "accounts"."referral_counts"
       where "referral_counts"."referrer_id" = "users"."id") "led" on true
     where ${whose} order by "led"."people" desc, "nombre_completo", "id" limit ?`,
    [...values, limit],
  );
  const ids = rows.map((row) => row.id);
  await audit(em, { actor, action: 'referrals.list', subjectIds: ids, ip }, now);
  const items: LedGroup[] = [];
  for (const { total: _, ...row } of rows)
    items.push({ ...row, counts: await everyCountOf(em, counting, row.id) });
  return { items, total: rows[0]?.total ?? 0 };
};

import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ReferralCounts } from '../../../shared/contract/accounts.ts';
import type { Status } from '../../../shared/contract/census.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { id, readRows, word } from '../../../shared/persistence/rows.ts';
import { groupOfStatus } from '../users/order.ts';
import type { Place } from '../users/search.ts';
import { keptAt } from './places.ts';
import type { Group } from './searched.ts';
import type { Sharing } from './shown.ts';

/** Beside the groups, those who do not share: they are a number and nothing else. */
export type Counted = Record<Group, number> & { ocultos?: number };

/** As the trigger counts them. */
const HIDDEN = 'HIDDEN';

/** Whether a list is narrowed to a place. */
export const isNarrow = ({ municipio }: Place): boolean => municipio !== undefined;

const keptRule = z.object({ status: word<Status | '' | typeof HIDDEN>(), total: z.number() });

const keptTotals = prepared(
  'accounts.counts',
  keptRule,
  'select "status", "total" from "accounts"."referral_counts" where "referrer_id" = $1',
);

/** As the trigger keeps them: the same effort for 10 and for 100,000. */
export const keptCounts = async (
  em: EntityManager,
  sharing: Sharing,
  referrerId: string,
  place: Place,
): Promise<Counted> => {
  const counts = { pendientes: 0, encontrados: 0, novedades: 0, errores: 0, ocultos: 0 };
  if (isNarrow(place)) {
    for (const { group, total } of await keptAt(em, referrerId, place)) counts[group] += total;
    return counts;
  }
  const kept = await ask(em, keptTotals, [referrerId]);
  // Nothing heard of them yet: they wait as well.
  const groupOfKept = (status: Status | '' | typeof HIDDEN): keyof Counted =>
    status === HIDDEN ? 'ocultos' : groupOfStatus(status === '' ? null : status);
  for (const { status, total } of kept) counts[groupOfKept(status)] += total;
  for (const { status, total } of await endedSoon(em, sharing, referrerId)) {
    counts[groupOfKept(status)] -= total;
    counts.ocultos += total;
  }
  return counts;
};

/** Whom the trigger counts as shown until the round over everybody has come to them: none, but for minutes after a text. */
const endedSoon = async (
  em: EntityManager,
  { texts, settled }: Sharing,
  referrerId: string,
): Promise<z.output<typeof keptRule>[]> => {
  const { sharing } = texts.since;
  if (settled.by(texts.since)) return [];
  return readRows(
    em,
    keptRule,
    `select coalesce("census_status", '') as "status", count(*)::int as "total"
     from "accounts"."users" join "accounts"."consents" on "user_id" = "users"."id" and "purpose" = 'sharing'
       and "withdrawn_at" is null and "policy_version" collate "C" < ?
     where "referrer_id" = ? and "shared" group by 1`,
    [sharing, referrerId],
  );
};

/** The same of somebody who is not asked who they are, with every group. */
export const everyCountOf = async (
  em: EntityManager,
  sharing: Sharing,
  referrerId: string,
): Promise<Required<ReferralCounts>> => {
  const { ocultos = 0, ...counts } = await keptCounts(em, sharing, referrerId, {});
  return { ...counts, ocultos, todos: Object.values(counts).reduce((sum, count) => sum + count, ocultos) };
};

/** How many people each of these referred; who referred nobody is missing. */
export const totalsOf = async (
  em: EntityManager,
  referrerIds: readonly string[],
): Promise<Map<string, ReferralCounts['todos']>> => {
  if (referrerIds.length === 0) return new Map();
  const totals = await readRows(
    em,
    z.object({ id, total: z.number() }),
    `select "referrer_id" as "id", sum("total")::int as "total" from "accounts"."referral_counts"
     where "referrer_id" in (${referrerIds.map(() => '?').join(', ')}) group by 1`,
    referrerIds,
  );
  return new Map(totals.map(({ id, total }) => [id, total]));
};

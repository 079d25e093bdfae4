import { raw } from '@mikro-orm/core';
import type { EntityManager, QBFilterQuery } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor, ReferralCounts, StatusFilter } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { Status } from '../../../shared/contract/census.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { id, readRows, word } from '../../../shared/persistence/rows.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { matching, searchedBy } from '../users/search.ts';
import { type Sharing, shownTo } from './shown.ts';
import { whoseReferrals } from './whose.ts';

type Group = Exclude<StatusFilter, 'todos'>;

/** Beside the groups, those who do not share: they are a number and nothing else. */
type Counted = Record<Group, number> & { ocultos?: number };

/** As the trigger counts them. */
const HIDDEN = 'HIDDEN';

const groupOf: Record<Status, Group> = {
  PENDING: 'pendientes',
  PROCESSING: 'pendientes',
  ACTIVE: 'encontrados',
  NOT_FOUND: 'novedades',
  CANCELLED_DECEASED: 'novedades',
  CANCELLED_OTHER: 'novedades',
  ERROR: 'errores',
  TIMEOUT: 'errores',
  BLOCKED: 'errores',
};

/** A word of a newer release is where the column `census_group` has it. */
const groupOfStatus = (status: Status): Group => {
  const known: Record<string, Group | undefined> = groupOf;
  return known[status] ?? 'errores';
};

/**
 * How many of somebody's referrals each filter has.
 *
 * @throws AppError as `whoseReferrals` does
 */
export const countByFilter = async (
  em: EntityManager,
  sharing: Sharing,
  { actor, leaderId, q }: ActionParams<'accounts.referralCounts'>,
): Promise<ReferralCounts> => {
  const { referrerId } = await whoseReferrals(em, sharing, actor, leaderId);
  return countsOf(em, sharing, actor, referrerId, q);
};

/** How many people somebody referred, by filter; the statuses are told only to who may see census data. */
export const countsOf = async (
  em: EntityManager,
  sharing: Sharing,
  actor: Actor,
  referrerId: string,
  q: string,
): Promise<ReferralCounts> => {
  const { ocultos = 0, ...counts } =
    q === ''
      ? await keptCounts(em, sharing, referrerId)
      : await searchedCounts(em, sharing, actor, referrerId, q);
  const todos = Object.values(counts).reduce((sum, count) => sum + count, ocultos);
  return { ...(mayReadReferred(actor) ? counts : {}), ...(ocultos > 0 ? { ocultos } : {}), todos };
};

const keptRule = z.object({ status: word<Status | '' | typeof HIDDEN>(), total: z.number() });
const keptTotals = prepared(
  'accounts.counts',
  keptRule,
  'select "status", "total" from "accounts"."referral_counts" where "referrer_id" = $1',
);

/** As the trigger keeps them: the same effort for 10 and for 100,000. */
const keptCounts = async (em: EntityManager, sharing: Sharing, referrerId: string): Promise<Counted> => {
  const kept = await ask(em, keptTotals, [referrerId]);
  const counts = { pendientes: 0, encontrados: 0, novedades: 0, errores: 0, ocultos: 0 };
  const groupOfKept = (status: Status | '' | typeof HIDDEN): keyof Counted => {
    if (status === HIDDEN) return 'ocultos';
    return status === '' ? 'pendientes' : groupOfStatus(status);
  };
  // Nothing heard of them yet: they wait as well.
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

const groupRule = z.object({ group: word<Group>(), total: z.number() });

const searchedCounts = async (
  em: EntityManager,
  { texts, settled }: Sharing,
  actor: Actor,
  referrerId: string,
  q: string,
): Promise<Counted> => {
  // Thousands may match: each is asked for their decision only until all that does not count is ended.
  const counted = settled.by(texts.since) ? [{ referrerId, shared: true }] : shownTo(referrerId, { texts });
  // The builder takes the same conditions as `find`; only its type says otherwise.
  const where = {
    $and: [...counted, ...matching(q, searchedBy(actor))],
  } as QBFilterQuery<UserRow>;
  const found: unknown = await em
    .createQueryBuilder(UserEntity)
    .select([raw('"census_group" as "group"'), raw('count(*)::int as "total"')])
    .where(where)
    .groupBy(raw('"census_group"'))
    .execute();
  const counts = { pendientes: 0, encontrados: 0, novedades: 0, errores: 0 };
  for (const { group, total } of z.array(groupRule).parse(found)) counts[group] = total;
  return counts;
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

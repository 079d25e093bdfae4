import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor, PlaceChoices, ReferralCounts, StatusFilter } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { Status } from '../../../shared/contract/census.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { id, readRows, word } from '../../../shared/persistence/rows.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { groupOfStatus } from '../users/order.ts';
import type { Place } from '../users/search.ts';
import { keptAt, keptPlaces, searchedPlaces } from './places.ts';
import { countSearched, type Group } from './searched.ts';
import type { Sharing } from './shown.ts';
import { whoseReferrals } from './whose.ts';

/** Beside the groups, those who do not share: they are a number and nothing else. */
type Counted = Record<Group, number> & { ocultos?: number };

/** As the trigger counts them. */
const HIDDEN = 'HIDDEN';

/** What a list is narrowed to. */
type Narrowing = Place & { q: string };

/**
 * How many of somebody's referrals each filter has.
 *
 * @throws AppError as `whoseReferrals` does; `forbidden` (403) for who may not narrow by place
 */
export const countByFilter = async (
  em: EntityManager,
  sharing: Sharing,
  { actor, leaderId, ...narrowing }: ActionParams<'accounts.referralCounts'>,
): Promise<ReferralCounts> => {
  const { referrerId } = await whoseReferrals(em, sharing, actor, leaderId);
  if (narrowing.municipio !== undefined) authorize(actor, 'readReferred');
  const asked = { actor, status: 'todos', ...narrowing } as const;
  const { counts } = await numbersOf(em, sharing, referrerId, asked, false);
  return counts;
};

/**
 * How many people somebody referred, by filter, and by which places the list can be narrowed; statuses and places are told only
 * to who may see census data.
 */
export const numbersOf = async (
  em: EntityManager,
  sharing: Sharing,
  referrerId: string,
  { actor, status, q, municipio, puesto, mesa }: { actor: Actor; status: StatusFilter } & Narrowing,
  withPlaces = true,
): Promise<{ counts: ReferralCounts; places: PlaceChoices | null }> => {
  const mayRead = mayReadReferred(actor);
  const narrowing = { q, municipio, puesto, mesa };
  // What is kept counts those who are shown by their decision alone.
  const { since } = sharing.texts;
  const isKept = q === '' && (since.sharing === '' || sharing.settled.by(since) || !mayRead);
  if (isKept) {
    const [counted, places] = await Promise.all([
      keptCounts(em, sharing, referrerId, narrowing),
      mayRead && withPlaces ? keptPlaces(em.fork(), referrerId, { status, ...narrowing }) : null,
    ]);
    return { counts: told(counted, mayRead), places };
  }
  const rows = await countSearched(em, sharing, actor, referrerId, narrowing);
  const counted =
    isNarrow(narrowing) || q !== '' ? sumOf(rows, narrowing) : await keptCounts(em, sharing, referrerId, {});
  return {
    counts: told(counted, mayRead),
    places: mayRead ? searchedPlaces(rows, { status, ...narrowing }) : null,
  };
};

const isNarrow = ({ municipio }: Place): boolean => municipio !== undefined;

const told = ({ ocultos = 0, ...counts }: Counted, mayRead: boolean): ReferralCounts => {
  const todos = Object.values(counts).reduce((sum, count) => sum + count, ocultos);
  return { ...(mayRead ? counts : {}), ...(ocultos > 0 ? { ocultos } : {}), todos };
};

const sumOf = (rows: Awaited<ReturnType<typeof countSearched>>, place: Place): Counted => {
  const counts = { pendientes: 0, encontrados: 0, novedades: 0, errores: 0 };
  for (const { group, total, ...at } of rows) if (isAt(at, place)) counts[group] += total;
  return counts;
};

const isAt = (at: { municipio: string; puesto: string; mesa: string }, place: Place): boolean =>
  (['municipio', 'puesto', 'mesa'] as const).every((kind) => (place[kind] ?? at[kind]) === at[kind]);

const keptRule = z.object({ status: word<Status | '' | typeof HIDDEN>(), total: z.number() });

const keptTotals = prepared(
  'accounts.counts',
  keptRule,
  'select "status", "total" from "accounts"."referral_counts" where "referrer_id" = $1',
);

/** As the trigger keeps them: the same effort for 10 and for 100,000. */
const keptCounts = async (
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

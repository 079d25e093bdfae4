import type { EntityManager } from '@mikro-orm/postgresql';
import type {
  Actor,
  PlaceChoices,
  ReferralCounts,
  ReferralPage,
  StatusFilter,
} from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import type { Place } from '../users/search.ts';
import { type Counted, isNarrow, keptCounts } from './counts.ts';
import { keptPlaces, searchedPlaces, uncounted } from './places.ts';
import { countSearched, type Search, type Searched } from './searched.ts';
import type { Sharing } from './shown.ts';
import { whoseReferrals } from './whose.ts';

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

/** What a list is asked for, as far as its numbers go. */
type Asked = { actor: Actor; status: StatusFilter; countMost?: number | undefined } & Narrowing;
type Numbers = Pick<ReferralPage, 'beyond'> & { counts: ReferralCounts; places: PlaceChoices | null };

/**
 * How many people somebody referred, by filter, and by which places the list can be narrowed; statuses and places are told only
 * to who may see census data.
 */
export const numbersOf = async (
  em: EntityManager,
  sharing: Sharing,
  referrerId: string,
  { actor, status, q, municipio, puesto, mesa, countMost }: Asked,
  withPlaces = true,
): Promise<Numbers> => {
  const mayRead = mayReadReferred(actor);
  const place = { municipio, puesto, mesa };
  // What is kept counts those who are shown by their decision alone.
  const { since } = sharing.texts;
  const isSettled = since.sharing === '' || sharing.settled.by(since);
  const placesOf = () =>
    mayRead && withPlaces ? keptPlaces(em.fork(), referrerId, { status, ...place }) : null;
  if (q === '' && (isSettled || !mayRead)) {
    const [counted, places] = await Promise.all([keptCounts(em, sharing, referrerId, place), placesOf()]);
    return { counts: told(counted, mayRead), places };
  }
  const search = { actor, referrerId, q, place };
  const most = isSettled ? countMost : undefined;
  const rows = await countSearched(em, sharing, search, { most });
  if (rows === null) {
    const [numbers, places] = await Promise.all([
      numbersBeyond(em, sharing, search, status, most),
      placesOf(),
    ]);
    return { ...numbers, places: places === null ? null : uncounted(places) };
  }
  const counted =
    isNarrow(place) || q !== '' ? sumOf(rows, place) : await keptCounts(em, sharing, referrerId, {});
  return {
    counts: told(counted, mayRead),
    places: mayRead ? searchedPlaces(rows, { status, ...place }) : null,
  };
};

/** Of a search that finds more than is counted: those at the place, else those of the status, where these are fewer. */
const numbersBeyond = async (
  em: EntityManager,
  sharing: Sharing,
  search: Search,
  status: StatusFilter,
  most = 0,
): Promise<Omit<Numbers, 'places'>> => {
  const { place } = search;
  const within = { place, most };
  const here = isNarrow(place) ? await countSearched(em, sharing, search, within) : null;
  if (here !== null) return { counts: told(sumOf(here, place), true) };
  if (status === 'todos') return { counts: { todos: most }, beyond: ['todos'] };
  const ofStatus = await countSearched(em, sharing, search, { ...within, status });
  if (ofStatus === null) return { counts: { todos: most, [status]: most }, beyond: ['todos', status] };
  return { counts: { todos: most, [status]: sumOf(ofStatus, place)[status] }, beyond: ['todos'] };
};

const told = ({ ocultos = 0, ...counts }: Counted, mayRead: boolean): ReferralCounts => {
  const todos = Object.values(counts).reduce((sum, count) => sum + count, ocultos);
  return { ...(mayRead ? counts : {}), ...(ocultos > 0 ? { ocultos } : {}), todos };
};

const sumOf = (rows: readonly Searched[], place: Place): Counted => {
  const counts = { pendientes: 0, encontrados: 0, novedades: 0, errores: 0 };
  for (const { group, total, ...at } of rows) if (isAt(at, place)) counts[group] += total;
  return counts;
};

const isAt = (at: { municipio: string; puesto: string; mesa: string }, place: Place): boolean =>
  (['municipio', 'puesto', 'mesa'] as const).every((kind) => (place[kind] ?? at[kind]) === at[kind]);

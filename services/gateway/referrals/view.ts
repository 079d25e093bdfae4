import {
  type Actor,
  type Leader,
  type ReferralCounts,
  type ReferralSort,
  type ReferredPerson,
  type StatusFilter,
  statusFilters,
} from '../../../shared/contract/accounts.ts';
import type { BatchView } from '../../../shared/contract/batches.ts';
import { greetingName } from '../../../shared/person/greeting-name.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { type CensusCard, presentCard, statusIcons } from '../answer/card.ts';
import { type BatchCard, presentBatch } from '../batches/view.ts';
import type { Page } from '../context.ts';
import {
  type Density,
  densities,
  EXPORT,
  listAddress,
  pageSizes,
  type ReferralQuery,
  SHEET,
} from '../filter/query.ts';
import { formatNumber } from '../ui/format.ts';
import type { IconName } from '../ui/icons.ts';
import { type Header, presentHeaders, type SortedColumn, sortChoices } from './headers.ts';
import type { Referred, ReferredPage } from './load.ts';
import { meantFields, type Narrowing, presentNarrowing } from './narrowing.ts';
import { type Paging, presentPaging } from './paging.ts';
import { portalOf, type Reminder, reminderOf } from './reminder.ts';
import { presentRow, type ReferralRow } from './row-view.ts';

declare module '../context.ts' {
  interface Pages {
    'referrals/list': ReferralListPage;
    'referrals/detail': ReferralDetailPage;
  }
}

/** Everything that the list shows. */
export interface ReferralListPage extends Page {
  /** Whose referrals they are, and what to call them; null when they are the reader's own. */
  leader: (Leader & { firstName: string }) | null;
  batch: BatchCard | null;
  rows: (ReferralRow & { reminder: Reminder | null })[];
  /** What a row may have as its status, drawn once. */
  statusIcons: readonly IconName[];
  /** Nobody was referred yet; without it, nobody fits when there are no rows. */
  isEmpty: boolean;
  mayRead: boolean;
  /** Whether any of them may be chosen for a refresh of many. */
  mayPick: boolean;
  /**
   * Of all whom the query finds: who can be asked for at once, and who has an answer, so that it costs others' turns; null where
   * nobody counted so far.
   */
  unanswered: number | null;
  answered: number | null;
  query: ReferralQuery;
  tabs: ReferralTab[];
  headers: Record<SortedColumn, Header>;
  sorts: { sort: ReferralSort; label: string }[];
  narrowing: Narrowing;
  /** Whom the query finds, as a form says it. */
  meant: [name: string, value: string][];
  density: Density;
  densities: { density: Density; label: string; url: string; current: boolean }[];
  /** How many the query finds, as far as they were counted. */
  total: number;
  /** How many do not share their data with whoever invited them; they are in `Todos` as a number. */
  hidden: number;
  /** This page of the list. */
  here: string;
  everybodyUrl: string;
  paging: Paging;
  exportUrl: string;
  sheetUrl: string;
  referralLink: string;
}

/** One filter of the list, with how many people it has. */
interface ReferralTab {
  status: StatusFilter;
  label: string;
  url: string;
  /** "800", or "+1.000", as there is little room on a phone; null where nobody counted so far. */
  count: string | null;
  current: boolean;
}

/** What each filter is called. */
export const filterNames: Record<StatusFilter, string> = {
  todos: 'Todos',
  pendientes: 'Pendientes',
  encontrados: 'Encontrados',
  novedades: 'Novedades',
  errores: 'Errores',
};

const densityNames: Record<Density, string> = { comoda: 'Cómoda', compacta: 'Compacta' };

/** Who looks, from where, and when. */
interface Reader {
  actor: Actor;
  referralLink: string;
  /** How many people they want on a page. */
  size?: number;
  now: Date;
}

export const presentList = (
  query: ReferralQuery,
  { items, kept = [], left = kept, leader, led, next, previous, counts, beyond = [], places }: ReferredPage,
  batch: BatchView | null,
  { actor, referralLink, size = query.size ?? pageSizes[0], now }: Reader,
): ReferralListPage => {
  const { cursor, back, from, ...first } = query;
  const { size: _, density = densities[0], ...meant } = first;
  const { municipio: __, puesto: ___, mesa: ____, ...everywhere } = first;
  const everybody = { ...everywhere, status: 'todos', q: '' } as const;
  const isAll = query.status === 'todos';
  const mayRead = mayReadReferred(actor);
  const hidden = counts?.ocultos ?? 0;
  const total = (counts?.[query.status] ?? counts?.todos ?? items.length) - (isAll ? hidden : 0);
  // In the list of everybody whoever is not on this page is on another one, also where accounts is of the version before.
  const isLeft = (id: string) => !isAll && left.includes(id);
  return {
    title: titleOf(leader),
    leader: leader === null ? null : { ...leader, firstName: greetingName(leader.nombreCompleto) },
    batch: batch === null ? null : presentBatch(batch, now),
    rows: items.map(({ user, view }) => ({
      ...presentRow(user, { view, led: led[user.id] ?? null, isKept: isLeft(user.id), actor, now }),
      reminder: reminderOf(user, view, portalOf(referralLink)),
    })),
    statusIcons,
    isEmpty:
      items.length === 0 &&
      hidden === 0 &&
      cursor === undefined &&
      back === undefined &&
      query.q === '' &&
      query.municipio === undefined &&
      isAll,
    mayRead,
    mayPick: items.some(({ view }) => view?.mayRefresh),
    unanswered: countOf({ counts, beyond }, query.status, ['errores']),
    answered: countOf({ counts, beyond }, query.status, ['encontrados', 'novedades']),
    query,
    // An accounts of the version before says nothing of them, for as long as an upgrade takes.
    tabs: counts ? presentTabs({ counts, beyond }, first, mayRead) : [],
    headers: presentHeaders(query),
    sorts: sortChoices(mayRead),
    narrowing: presentNarrowing(query, places),
    meant: meantFields(meant),
    density,
    densities: densities.map((one) => ({
      ...{ density: one, label: densityNames[one], current: one === density },
      url: listAddress({ ...query, density: one }),
    })),
    total,
    hidden,
    here: listAddress(query),
    everybodyUrl: listAddress(everybody),
    paging: presentPaging(query, {
      size,
      next,
      previous: previous ?? null,
      here: items.length - kept.length,
      total,
      isBeyond: beyond.includes(query.status),
    }),
    exportUrl: listAddress(meant, EXPORT),
    sheetUrl: listAddress(meant, SHEET),
    referralLink,
  };
};

/** How many each filter has, as far as they were counted. */
interface Counting {
  counts: ReferralCounts | null | undefined;
  beyond: readonly StatusFilter[];
}

/** How many the query finds of these groups; null where there are more than were counted. */
const countOf = (
  { counts, beyond }: Counting,
  status: StatusFilter,
  groups: readonly StatusFilter[],
): number | null => {
  const meant = groups.filter((group) => status === 'todos' || status === group);
  if (meant.length > 0 && beyond.includes(status)) return null;
  return meant.reduce((sum, group) => sum + (counts?.[group] ?? 0), 0);
};

const titleOf = (leader: Leader | null): string =>
  leader === null ? 'Referidos' : `Referidos de ${greetingName(leader.nombreCompleto)}`;

/** The filters that the reader may use: those that were counted for them, and where not all were those of their role. */
export const presentTabs = (
  { counts, beyond }: Counting & { counts: ReferralCounts },
  query: ReferralQuery,
  mayRead: boolean,
): ReferralTab[] =>
  statusFilters.flatMap((status) => {
    const found = counts[status];
    if (found === undefined && !(mayRead && beyond.length > 0)) return [];
    const more = beyond.includes(status) ? '+' : '';
    const count = found === undefined ? null : `${more}${formatNumber(found)}`;
    const url = listAddress({ ...query, status });
    return [{ status, label: filterNames[status], url, count, current: status === query.status }];
  });

/** Everything that one person's page shows. */
export interface ReferralDetailPage extends Page {
  person: ReferredPerson;
  /** Null without a lookup, and for who may not see census data. */
  card: CensusCard | null;
  reloads: boolean;
  back: { url: string; label: string };
  /** Whether they may ask for a link for this person; and what they typed as its reason, with what is wrong with it. */
  mayAskRecovery: boolean;
  reminder: Reminder | null;
  reason?: string;
  problem?: string;
}

export const presentDetail = (
  { user, view, leader }: Referred & { leader: Leader | null },
  actor: Actor,
  now: Date,
  referralLink: string,
): ReferralDetailPage => {
  const card = view === null ? null : presentCard(view, actor, now);
  return {
    title: user.nombreCompleto,
    person: user,
    card,
    reloads: card?.live === true,
    reminder: reminderOf(user, view, portalOf(referralLink)),
    mayAskRecovery: leader === null && mayReadReferred(actor) && user.role !== 'ADMIN',
    back: { url: listAddress(leader === null ? {} : { leaderId: leader.id }), label: titleOf(leader) },
  };
};

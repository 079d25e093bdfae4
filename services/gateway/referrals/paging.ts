import { listAddress, pageSizes, type ReferralQuery } from '../filter/query.ts';
import { formatNumber } from '../ui/format.ts';

/** Where this page is in the list, and what is around it. */
export interface Paging {
  /** "26–50 de 305", "26–50 de más de 1.000" */
  range: string;
  /** Null on the first page. */
  first: string | null;
  previous: string | null;
  /** Null on the last page. */
  next: string | null;
  last: string | null;
  /** How many a page may have; none where all are on one anyway. */
  sizes: { size: number; url: string; current: boolean }[];
}

interface Around {
  /** How many a page has: what the address says, or what the reader had chosen. */
  size: number;
  next: string | null;
  previous: string | null;
  /** How many people of the list this page has. */
  here: number;
  /** Of all of them, as far as they were counted. */
  total: number;
  isBeyond: boolean;
}

/** Cursors say where a page begins, at any depth as fast; which number its first person has goes along in its address. */
export const presentPaging = (
  query: ReferralQuery,
  { size, next, previous, here, total, isBeyond }: Around,
): Paging => {
  const { cursor, back, from = 1, ...list } = query;
  const isLast = next === null;
  const isFirst = previous === null && (cursor === undefined || back !== undefined);
  const begin = isFirst ? 1 : isLast && !isBeyond ? Math.max(1, total - here + 1) : from;
  const end = Math.max(begin + here - 1, 0);
  // Who walked to the end knows how many they are.
  const most = Math.max(total, end);
  const all = !isBeyond ? formatNumber(most) : isLast ? formatNumber(end) : `más de ${formatNumber(most)}`;
  const at = (place: Partial<ReferralQuery>) => listAddress({ ...list, ...place });
  return {
    range: `${formatNumber(here === 0 ? 0 : begin)}–${formatNumber(end)} de ${all}`,
    first: isFirst ? null : at({}),
    previous:
      isFirst || previous === null ? null : at({ cursor: previous, back: 'antes', ...number(begin - size) }),
    next: next === null ? null : at({ cursor: next, ...number(end + 1) }),
    last: isLast ? null : at({ back: 'antes' }),
    sizes:
      total <= pageSizes[0]
        ? []
        : pageSizes.map((one) => ({
            size: one,
            url: listAddress({ ...list, size: one }),
            current: one === size,
          })),
  };
};

/** Nobody is the first but on the first page, which says so itself. */
const number = (from: number): { from?: number } => (from > 1 ? { from } : {});

import { type Status, statuses } from '../../../shared/contract/census.ts';

/** How many there are of each status, also of those of which there is none. */
export const byStatus = (rows: readonly { status: Status; count: number }[]): Record<Status, number> => {
  const counted = new Map(rows.map(({ status, count }) => [status, count]));
  // An object of entries has forgotten its keys, which are all of them.
  return Object.fromEntries(statuses.map((status) => [status, counted.get(status) ?? 0])) as Record<
    Status,
    number
  >;
};

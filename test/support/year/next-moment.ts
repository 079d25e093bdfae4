import type { Database } from './link.ts';
import type { Plan } from './plan.ts';
import type { Process } from './process.ts';
import type { World } from './time.ts';

interface Clockwork {
  census: Database;
  accountsDatabase: Database;
  censuses: readonly Process[];
  plan: Plan;
  world: World;
}

const HOUR_MS = 3_600_000;
const LONGEST_MS = 12 * HOUR_MS;
/** Checks of old answers begin and end at these hours of UTC. */
const HOURS_UTC = [3, 10];

/** The next moment at which something becomes due by itself, as one of the processes' clocks says. */
export const nextMoment = (
  { census, accountsDatabase, censuses, plan, world }: Clockwork,
  now: number,
): number => {
  const { records, lanes, catch_up: walks } = census.store.rows;
  const offsets = new Set([0, ...censuses.filter((one) => one.isAlive()).map((one) => one.offset())]);
  let next = now + LONGEST_MS;
  const note = (at: Date | null | undefined): void => {
    if (at == null) return;
    for (const offset of offsets) {
      const moment = at.getTime() - offset;
      if (moment > now && moment < next) next = moment;
    }
  };
  for (const { dueAt, leaseExpiresAt } of records.values()) {
    note(dueAt);
    note(leaseExpiresAt);
  }
  for (const { openUntil } of lanes.values()) note(openUntil);
  // The walks look at what has changed once more; after that they would find nothing.
  if (world.stillMs() < 2_000 * plan.catchUpS + 60_000)
    for (const rows of [walks, accountsDatabase.store.rows.catch_up])
      for (const { nextAt, heldUntil } of rows.values()) {
        note(nextAt);
        note(heldUntil);
      }
  if (plan.terms.revalidation.days > 0) {
    const day = Math.floor(now / (24 * HOUR_MS)) * 24 * HOUR_MS;
    for (const hour of HOURS_UTC) for (const ahead of [0, 24]) note(new Date(day + (hour + ahead) * HOUR_MS));
  }
  return next;
};

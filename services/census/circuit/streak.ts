/** One lookup that failed by trouble of the source. */
export interface Failing {
  userId: string;
  leaseId: string;
  /** ISO 8601, as JSON keeps it. */
  at: string;
}

/** What a lane's circuit knows of its last answer and of what failed since, oldest first. */
export interface Streak {
  streak: readonly Failing[];
  answeredAt?: Date | null | undefined;
}

/** One person may fail again and again: of so many lookups the lane remembers the latest. */
const REMEMBERED = 200;

export const withFailing = (streak: readonly Failing[], failing: Failing): Failing[] =>
  [...streak, failing].slice(-REMEMBERED);

/** How many people they are. */
export const peopleIn = (failings: readonly Failing[]): number =>
  new Set(failings.map(({ userId }) => userId)).size;

/**
 * The lookups in a row that failed by trouble of the source, as this lane sees it: its own since its last answer, and
 * those of every other lane in use since any of them had one. Alone, a lane that shares an outage with many would
 * see too few people.
 */
export const inARow = (own: Streak, others: readonly Streak[]): Failing[] => {
  const lastAnswer = Math.max(...[own, ...others].map(({ answeredAt }) => answeredAt?.getTime() ?? 0));
  const elsewhere = others.flatMap(({ streak }) => streak).filter(({ at }) => Date.parse(at) > lastAnswer);
  return [...own.streak, ...elsewhere];
};

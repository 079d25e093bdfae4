import type { CensusView } from '../../../shared/contract/census.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { isAppError } from '../../../shared/errors.ts';
import type { Call } from '../../../shared/moleculer/call.ts';

/**
 * A record is made when the event of a registration has come, which takes a moment, or longer while the bus is away.
 * Until then only accounts knows of the person, and they wait like everybody else.
 */

/** The views of those among `userIds` whom the actor may see, in no order. */
export const viewsOf = async (call: Call, userIds: readonly string[]): Promise<CensusView[]> => {
  const found = await call('census.views', { userIds: [...userIds] });
  const known = new Set(found.map(({ userId }) => userId));
  const missing = userIds.filter((userId) => !known.has(userId));
  return [...found, ...(await newcomerViews(call, missing))];
};

/**
 * One person's view.
 *
 * @throws AppError `not_found` (404), the same for a foreign person, a missing one and one who is never looked up
 */
export const viewOf = async (call: Call, userId: string): Promise<CensusView> => {
  try {
    return await call('census.view', { userId });
  } catch (error) {
    if (!isAppError(error) || error.status !== 404) throw error;
    const [view] = await newcomerViews(call, [userId]);
    if (view === undefined) throw error;
    return view;
  }
};

/**
 * Asks for a new answer for one person.
 *
 * @param seen the version that the form showed, so that its second sending is known
 * @param subnet where a person who asks for themselves comes from, as `accounts.subnet` says it
 * @throws AppError `forbidden` (403), the same for a foreign and a missing person; `cooldown` (429)
 */
export const refresh = async (
  call: Call,
  userId: string,
  seen: number | undefined,
  subnet?: string,
): Promise<void> => {
  const wish = {
    userId,
    ...(seen === undefined ? {} : { seen }),
    ...(subnet === undefined ? {} : { subnet }),
  };
  try {
    await call('census.refresh', wish);
  } catch (error) {
    if (!isAppError(error) || error.status !== 403) throw error;
    const [newcomer] = await newcomersAmong(call, [userId]);
    if (newcomer === undefined) throw error;
    await call('census.refresh', { ...wish, newcomer });
  }
};

/**
 * Asks for a new answer for whoever looks, who waits in front of the page: in a turn with those who come from elsewhere.
 *
 * @param ip the address that they come from
 * @throws as `refresh`
 */
export const refreshOwnCensus = async (
  call: Call,
  ownId: string,
  ip: string,
  seen: number | undefined,
): Promise<void> => refresh(call, ownId, seen, await call('accounts.subnet', { ip }));

/** Whether this person registered, so that they have a history, if an empty one. */
export const isRegistered = async (call: Call, userId: string): Promise<boolean> =>
  (await newcomersAmong(call, [userId])).length > 0;

const newcomersAmong = async (call: Call, userIds: string[]): Promise<Subject[]> =>
  userIds.length === 0 ? [] : call('accounts.registered', { userIds });

/** Asked of the census once more: their records may have been made meanwhile. */
const newcomerViews = async (call: Call, userIds: string[]): Promise<CensusView[]> => {
  const newcomers = await newcomersAmong(call, userIds);
  if (newcomers.length === 0) return [];
  return call('census.views', { userIds: newcomers.map(({ userId }) => userId), newcomers });
};

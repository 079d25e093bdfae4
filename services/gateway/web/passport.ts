import { RENEWED_AFTER_MS } from '../../../shared/identity/passport.ts';
import { sessionOver } from '../../../shared/identity/session-over.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';

/**
 * Gives the passport of a session, a newer one when it grows old: a download may take minutes, a stream lives for days.
 *
 * @param first as it was given when the session was read, so many milliseconds ago
 * @returns rejects with AppError `unauthenticated` (401) when the session is over
 */
export const passportOf = (
  call: Call,
  token: string,
  first: { passport: string; ageMs: number },
  clock: Clock = systemClock,
): (() => Promise<string>) => {
  let { passport } = first;
  let at = clock.elapsed() - first.ageMs;
  return async () => {
    if (clock.elapsed() - at < RENEWED_AFTER_MS) return passport;
    const found = await call('accounts.session', { token, isUse: false });
    if (found === null) throw sessionOver();
    at = clock.elapsed();
    passport = found.passport;
    return passport;
  };
};

/** The same calls, for a person: each carries their passport. */
export const carrying =
  (call: Call, passport: () => Promise<string>): Call =>
  async (name, params, options) =>
    call(name, params, { ...options, passport: await passport() });

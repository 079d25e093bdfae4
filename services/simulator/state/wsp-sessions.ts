import { randomBytes } from 'node:crypto';

/** A page's session: the `Cookie` to set and the token to hide in the form. */
interface OpenedSession {
  setCookie: string;
  token: string;
}

/**
 * The `PHPSESSID` cookie and the 32-hex token bound to it (seen): new on every load, so of two tabs of one session
 * only the newer can consult (guessed).
 */
export interface WspSessions {
  /** Opens or continues the session of a page load. `cookie` is the request's `Cookie` header. */
  open(cookie: string | undefined): OpenedSession;
  /** Whether `token` is the one that the cookie's session was last given. */
  accepts(cookie: string | undefined, token: string): boolean;
}

const COOKIE = /(?:^|;\s*)PHPSESSID=([0-9a-f]{26})(?:;|$)/;

/** How many sessions are kept; the oldest goes first, and its page gets `reload:true`. */
const SESSION_LIMIT = 1_000;

export const createWspSessions = (): WspSessions => {
  const tokens = new Map<string, string>();

  const known = (cookie: string | undefined): string | undefined => {
    const id = COOKIE.exec(cookie ?? '')?.[1];
    return id !== undefined && tokens.has(id) ? id : undefined;
  };
  const forgetOldest = (): void => {
    const oldest = tokens.keys().next();
    if (!oldest.done) tokens.delete(oldest.value);
  };

  return {
    open(cookie) {
      const id = known(cookie) ?? randomBytes(13).toString('hex');
      const token = randomBytes(16).toString('hex');
      tokens.delete(id);
      tokens.set(id, token);
      if (tokens.size > SESSION_LIMIT) forgetOldest();
      return { setCookie: `PHPSESSID=${id}; path=/; HttpOnly`, token };
    },
    accepts(cookie, token) {
      const id = known(cookie);
      return id !== undefined && tokens.get(id) === token;
    },
  };
};

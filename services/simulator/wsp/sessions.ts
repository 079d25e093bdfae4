import { randomBytes } from 'node:crypto';

const COOKIE = /(?:^|;\s*)PHPSESSID=([0-9a-f]{26})(?:;|$)/;

/** How many sessions are kept; the oldest goes first, and its page gets `reload:true`. */
const SESSION_LIMIT = 1_000;

/** A page's session: the `Cookie` to set and the token to hide in the form. */
export interface OpenedSession {
  setCookie: string;
  token: string;
}

/**
 * The `PHPSESSID` cookie and the 32-hex token bound to it (seen): new on every load, so of two tabs of one session
 * only the newer can consult (guessed).
 */
export class WspSessions {
  readonly #tokens = new Map<string, string>();

  /** Opens or continues the session of a page load. `cookie` is the request's `Cookie` header. */
  open(cookie: string | undefined): OpenedSession {
    const id = this.#known(cookie) ?? randomBytes(13).toString('hex');
    const token = randomBytes(16).toString('hex');
    this.#tokens.delete(id);
    this.#tokens.set(id, token);
    if (this.#tokens.size > SESSION_LIMIT) this.#forgetOldest();
    return { setCookie: `PHPSESSID=${id}; path=/; HttpOnly`, token };
  }

  /** Whether `token` is the one that the cookie's session was last given. */
  accepts(cookie: string | undefined, token: string): boolean {
    const id = this.#known(cookie);
    return id !== undefined && this.#tokens.get(id) === token;
  }

  #known(cookie: string | undefined): string | undefined {
    const id = COOKIE.exec(cookie ?? '')?.[1];
    return id !== undefined && this.#tokens.has(id) ? id : undefined;
  }

  #forgetOldest(): void {
    const oldest = this.#tokens.keys().next();
    if (!oldest.done) this.#tokens.delete(oldest.value);
  }
}

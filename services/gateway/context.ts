import type { DefaultContext, ParameterizedContext } from 'koa';
import type { Config } from '../../shared/config/config.ts';
import type { User } from '../../shared/contract/accounts.ts';
import type { ShownPhone } from '../../shared/contract/phone.ts';
import type { Readiness } from '../../shared/health/readiness.ts';
import type { Call } from '../../shared/moleculer/call.ts';
import type { Door } from './door/door.ts';
import type { Sessions } from './known/sessions.ts';
import type { Promises } from './promises/promises.ts';

/** Whose invitation a visitor follows. */
export interface Inviter {
  code: string;
  /** Null while nobody can say: accounts is away. */
  firstName: string | null;
}

/** What the middleware of the gateway leaves for the routes. */
export interface State {
  /** Who is logged in. */
  user?: User;
  /** The session cookie's value. */
  token?: string;
  /** The id of a request whose answer is written past Koa. */
  requestId?: string;
  /** What proves to services who is logged in. */
  passport?: string;
  /** Until when they need not show again that it is they, ISO 8601. */
  provedUntil?: string;
  /** Whether nothing is open to them before they have set up a second factor. */
  mustEnrol?: boolean;
  /** Until when they may do without one, ISO 8601; null when nobody demands it. */
  enrolBy?: string | null;
  askedAgain?: boolean;
  phone?: ShownPhone;
  /** Whose invitation they follow; null = nobody's, undefined = not asked yet. */
  inviter?: Inviter | null;
  /** Makes the token that a form of this page must send back. */
  csrfToken(): string;
  /** Shows the form that was sent once more as itself; forms that have a page of their own for that say how. */
  renew?(): Promise<void>;
  /** The secret that this browser alone has, made when it has none; no program has one. */
  browser?(): string;
}

/** What a chat or a search shows of a page that strangers are meant to find. */
export interface LinkPreview {
  /** Where the portal is: those who show it want whole addresses. */
  origin: string;
  /** The page's own address, with the code of whoever invites. */
  path: string;
  title: string;
  description: string;
  /** Whether searches may list it: never by the link of a person. */
  isListed: boolean;
}

/** What every page says to the layout around it. */
export interface Page {
  title: string;
  /** Without JavaScript it loads itself again, because it waits for an answer. */
  reloads?: boolean;
  /** How it is shown to those who have not come yet; without one it is nothing for searches. */
  linkPreview?: LinkPreview;
  /** Nothing on it needs a script, so none is fetched. */
  isStill?: boolean;
  /** It leads nowhere and offers nothing: it is kept, and shown while there is no portal. */
  isBare?: boolean;
}

/**
 * What each page is given, by its template's path in `templates/`. Every room adds its own, where their data are made:
 * `declare module '../context.ts' { interface Pages { 'account/login': LoginPage } }`; what a page is given extends `Page`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the rooms fill it.
export interface Pages {}

export interface Extension extends DefaultContext {
  /** Calls services, in the name of who is logged in once the session was read. */
  call: Call;
  config: Config;
  /** Whose session a token opens. */
  sessions: Sessions;
  /** How much each may ask. */
  door: Door;
  /** Whether the services behind the portal answer. */
  portal: Pick<Readiness, 'report'>;
  /** Is told what people are told of when their answer comes. */
  promises: Promises;
  /** Renders a page of `templates/` as the response. */
  page<K extends keyof Pages>(name: K, data: Pages[K], status?: number): void;
}

export type Ctx = ParameterizedContext<State, Extension>;
export type Next = () => Promise<unknown>;

import { isAppError } from '../../../shared/errors.ts';
import { messageOf } from '../message-of.ts';
import { PROXY_REFUSED } from './errors.ts';

/** How Chromium says that the proxy, and not the site, failed; the same with every driver (measured, Chromium 156). */
const PROXY_ERRORS = new Set([
  // Nobody listens there, its name is unknown, or it speaks no TLS although it is told to be an https:// one.
  'ERR_PROXY_CONNECTION_FAILED',
  'ERR_PROXY_CERTIFICATE_INVALID',
  // It answered CONNECT with something else than 200.
  'ERR_TUNNEL_CONNECTION_FAILED',
  // It speaks no SOCKS, wants a password, or could not reach the site.
  'ERR_SOCKS_CONNECTION_FAILED',
  'ERR_SOCKS_CONNECTION_HOST_UNREACHABLE',
  // It wants to know who comes, in a way that Chromium has not, or at all.
  'ERR_PROXY_AUTH_UNSUPPORTED',
  'ERR_PROXY_AUTH_REQUESTED',
  'ERR_PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION',
  'ERR_PROXY_UNABLE_TO_CONNECT_TO_DESTINATION',
]);

/**
 * Tells a dead proxy from a dead site, as far as that can be told.
 *
 * True for a proxy that cannot be reached, does not open the way to an https:// site, or asks for a password. Two
 * of these can be the site's fault all the same: a proxy that finds no way to the site says so with an error to
 * CONNECT (`ERR_TUNNEL_CONNECTION_FAILED`) or in SOCKS (`ERR_SOCKS_CONNECTION_FAILED`). If every proxy fails so at
 * the same time, it is the site.
 *
 * False, because a site does the same, for a proxy that closes or resets the connection (`ERR_EMPTY_RESPONSE`,
 * `ERR_CONNECTION_RESET`, `ERR_CONNECTION_CLOSED`, `ERR_SOCKET_NOT_CONNECTED`), answers nonsense
 * (`ERR_INVALID_HTTP_RESPONSE`) or nothing at all (`TimeoutError`). For an http:// site the proxy's own 502, 503 and
 * 504 are pages, or `ERR_HTTP_RESPONSE_CODE_FAILURE` when they are empty, as the site's would be.
 *
 * @param error what `goto` threw, or what is done in a context, or the text of a `requestfailed`
 */
export const isProxyFailure = (error: unknown): boolean => {
  if (isAppError(error)) return error.code === PROXY_REFUSED;
  const code = /net::(ERR_\w+)/.exec(messageOf(error))?.[1];
  return code !== undefined && PROXY_ERRORS.has(code);
};

import { isLoopback } from '../../../../shared/config/hosts/loopback.ts';

/** What the pages of one target may ask. */
export interface Reach {
  /** The target itself: scheme, host and port. */
  isTarget(url: URL): boolean;
  /** The target, or a host that its pages load parts from. */
  allows(url: URL): boolean;
  /** For people: the hosts, as they were told. */
  hosts: readonly string[];
  /** Whether addresses of this machine and of its network may answer. */
  privateAllowed: boolean;
}

interface ReachOptions {
  /** Full address of the page. */
  target: string;
  /** Hosts that the page loads parts from, over https:// only: `www.example.com`, or `*.example.com` for those below it. */
  hosts?: readonly string[];
  /** True where the target may be in a private network, as a simulator is. This machine may always be one. */
  privateTarget?: boolean;
}

const PORTS: Readonly<Record<string, string>> = {
  'http:': '80',
  'https:': '443',
  'ws:': '80',
  'wss:': '443',
};
/** A socket goes where its page could go. */
const PLAIN: Readonly<Record<string, string>> = { 'ws:': 'http:', 'wss:': 'https:' };

const portOf = ({ protocol, port }: URL): string => port || (PORTS[protocol] ?? '');
const placeOf = (url: URL): string =>
  `${PLAIN[url.protocol] ?? url.protocol}//${url.hostname}:${portOf(url)}`;

const fits = (pattern: string, hostname: string): boolean =>
  pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;

export const createReach = ({ target, hosts = [], privateTarget = false }: ReachOptions): Reach => {
  const page = new URL(target);
  const place = placeOf(page);
  const isTarget = (url: URL): boolean => placeOf(url) === place;
  const isPart = (url: URL): boolean =>
    (url.protocol === 'https:' || url.protocol === 'wss:') &&
    portOf(url) === '443' &&
    hosts.some((pattern) => fits(pattern, url.hostname));
  return {
    isTarget,
    allows: (url) => isTarget(url) || isPart(url),
    hosts: [page.host, ...hosts],
    privateAllowed: privateTarget || isLoopback(page),
  };
};

/**
 * The same as rules of Chromium, which hold below everything that pages and drivers do: any other name or address is not
 * found. The target is let through with its port only, so that its machine's other servers stay out of reach.
 *
 * @param target the page's full address, or those of several
 * @param proxies addresses of the proxies that contexts may have
 */
export const hostRules = (
  target: string | readonly string[],
  hosts: readonly string[] = [],
  proxies: readonly string[] = [],
): string => {
  const places = [target, proxies].flat().map((address) => {
    const url = new URL(address);
    return `${url.hostname}:${portOf(url) || SOCKS_PORT}`;
  });
  return [
    ...[...new Set(places)].map((place) => `MAP ${place} ${place}`),
    'MAP * ~NOTFOUND',
    ...hosts.map((host) => `EXCLUDE ${host}`),
  ].join(' , ');
};

/** What Chromium takes for a socks5:// proxy without one. */
const SOCKS_PORT = '1080';

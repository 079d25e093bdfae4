import { z } from 'zod';
import { laneName } from '../../contract/lookups.ts';

/** A proxy server, in the form that browsers take it. */
export interface ProxyConfig {
  /** Without user and password. */
  server: string;
  username?: string;
  password?: string;
}

/** One way out to the internet; without a proxy it is direct. */
export interface LaneConfig {
  name: string;
  proxy: ProxyConfig | null;
}

const PROTOCOLS = ['http:', 'https:', 'socks5:'];

/** `directa` or `name=proxy`, separated by commas. What is said about a mistake never repeats the address: it has a password. */
export const lanes = z.string().transform((text, context): LaneConfig[] => {
  const refuse = (message: string): never[] => {
    context.issues.push({ code: 'custom', message, input: text });
    return [];
  };
  const found = text.split(',').flatMap((entry): LaneConfig[] => {
    const [name = '', address] = splitOnce(entry.trim());
    if (!laneName.safeParse(name).success)
      return refuse('cada salida se llama con 1 a 20 letras minúsculas, números o guiones');
    if (address === undefined) return [{ name, proxy: null }];
    const proxy = parseProxy(address);
    return proxy === null
      ? refuse(
          `la salida ${name} debe tener una dirección http://, https:// o socks5:// con puerto, y socks5 no admite usuario ni clave`,
        )
      : [{ name, proxy }];
  });
  if (new Set(found.map(({ name }) => name)).size < found.length)
    return refuse('dos salidas se llaman igual');
  return found;
});

const splitOnce = (entry: string): [string, string?] => {
  const at = entry.indexOf('=');
  return at < 0 ? [entry] : [entry.slice(0, at), entry.slice(at + 1)];
};

const parseProxy = (address: string): ProxyConfig | null => {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, port, username, password } = new URL(address);
  if (!PROTOCOLS.includes(protocol) || hostname === '') return null;
  // No browser takes a user and password for SOCKS.
  if (protocol === 'socks5:' && username !== '') return null;
  const server = `${protocol}//${hostname}${port === '' ? '' : `:${port}`}`;
  return {
    server,
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
};

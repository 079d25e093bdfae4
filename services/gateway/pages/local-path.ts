/** Where to go after login: a path of this portal, or home. Never an address that leads elsewhere. */
export const localPath = (given: unknown): string => {
  if (typeof given !== 'string' || !/^\/(?![/\\])/.test(given)) return '/';
  const base = 'http://portal.invalid';
  if (!URL.canParse(given, base)) return '/';
  const url = new URL(given, base);
  return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : '/';
};

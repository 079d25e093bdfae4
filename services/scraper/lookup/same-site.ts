/** The target's own host and port; a page's parts from elsewhere need no turn. */
export const sameSite = (target: string) => {
  const { host } = new URL(target);
  return (url: URL): boolean => url.host === host;
};

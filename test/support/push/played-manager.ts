/**
 * In the place of a browser's own way to its push service, which a headless one has none: it gives what a browser gives, with
 * the keys of {@link playBrowser}. Everything else is the browser's own.
 */
export const playedManager = (subscription: object): string => `
  if ('PushManager' in self) {
    const own = 'played-subscription';
    const made = (key) => {
      const given = ${JSON.stringify(subscription)};
      return {
        endpoint: given.endpoint,
        options: { applicationServerKey: Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)).buffer },
        toJSON: () => given,
        async unsubscribe() { localStorage.removeItem(own); return true; },
      };
    };
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
      localStorage.setItem(own, applicationServerKey);
      return made(applicationServerKey);
    };
    PushManager.prototype.getSubscription = async () => {
      const key = localStorage.getItem(own);
      return key === null ? null : made(key);
    };
  }`;

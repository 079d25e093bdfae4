/**
 * In the place of what a headless browser lacks: its own way to a push service (it gives what a browser gives, with the keys
 * of a played one), and a person who is asked whether they allow notices, and does. Everything else is the browser's own.
 */
export const playedManager = (subscription: object): string => `
  if ('PushManager' in self) {
    const own = 'played-subscription';
    const allowed = 'played-permission';
    Object.defineProperty(Notification, 'permission', {
      configurable: true,
      get: () => localStorage.getItem(allowed) ?? 'default',
    });
    Notification.requestPermission = async () => {
      localStorage.setItem(allowed, 'granted');
      return 'granted';
    };
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

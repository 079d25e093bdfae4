import { startWorker, tellWorker } from './worker.ts';

/** The server said no, in words for the person. */
export class Refused extends Error {}

const API = '/api/v1/me/push';

/** @throws Refused */
const ask = async (path: string, body?: unknown): Promise<unknown> => {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, init);
  if (response.status === 204) return null;
  const told: unknown = await response.json();
  // The shape of every refusal of the API.
  if (!response.ok) throw new Refused((told as { error: { message: string } }).error.message);
  return told;
};

/** What this browser has been subscribed with, if it is. */
export const currentSubscription = async (): Promise<PushSubscription | null> => {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
};

const isUnder = ({ options }: PushSubscription, key: string): boolean => {
  const known = options.applicationServerKey;
  return known !== null && encoded(new Uint8Array(known)) === key;
};

const encoded = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/**
 * Has this browser told from now on.
 *
 * @param account whose page it is: another's wish ends with their leaving
 * @throws Refused; what the browser refuses with
 */
export const subscribe = async (account: string): Promise<void> => {
  const { key } = (await ask(API)) as { key: string | null };
  if (key === null) throw new Refused('Este portal no envía avisos.');
  if ((await startWorker()) === null) throw new Refused('Este navegador no permite avisos.');
  await tellWorker({ account });
  const { pushManager } = await navigator.serviceWorker.ready;
  const known = await pushManager.getSubscription();
  // Under a key that the portal had before, nothing would arrive.
  if (known !== null && !isUnder(known, key)) await known.unsubscribe();
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  await ask(API, subscription);
};

/** @throws Refused */
export const unsubscribe = async (): Promise<void> => {
  const subscription = await currentSubscription();
  if (subscription === null) return;
  await ask(`${API}/off`, { endpoint: subscription.endpoint });
  await subscription.unsubscribe();
};

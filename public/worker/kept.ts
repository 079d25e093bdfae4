/** What the browser keeps for when there is no network: one person's own ticket, its style sheet, and whose it is. */
const CACHE = 'boleta-1';
const OURS = /^boleta-/;
const PAGE = '/sin-conexion/';
/** Where it is noted whose it is; nothing is asked of the portal by this name. */
const MARK = '/sw/de-quien';
declare const self: ServiceWorkerGlobalScope;
const STYLES = /href="(\/assets\/[\w.-]+\.css)"/;

/** In every page's headers: the account whose page it is. */
const WHOSE = 'Censo-Cuenta';
const NOBODY = 'nadie';

interface Mark {
  account: string;
  /** Of the answer that is kept; null while none is. */
  version: string | null;
}

const readMark = async (): Promise<Mark | null> => {
  const mark = await caches.match(MARK);
  return mark === undefined ? null : ((await mark.json()) as Mark);
};

const note = async (mark: Mark): Promise<void> => {
  const cache = await caches.open(CACHE);
  await cache.put(MARK, new Response(JSON.stringify(mark)));
};

/** What an older worker kept goes with it. */
export const dropOlder = async (): Promise<void> => {
  const names = (await caches.keys()).filter((name) => OURS.test(name) && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
};

/** This browser is used by this person, and by nobody else any more. */
export const belongTo = async (account: string): Promise<void> => {
  const mark = await readMark();
  if (mark?.account === account) return;
  await forgetAll();
  await note({ account, version: null });
};

/** Keeps the ticket of an answer as the portal shows it now, in the place of an older one. */
export const keep = async (account: string, version: string): Promise<void> => {
  await belongTo(account);
  if ((await readMark())?.version === version) return;
  const page = await fetch(PAGE, { cache: 'no-store', redirect: 'error' });
  // Somebody else has come in meanwhile, or there is no ticket any more.
  if (!page.ok || page.headers.get(WHOSE) !== account) return forgetTicket();
  const styles = STYLES.exec(await page.clone().text())?.[1];
  const cache = await caches.open(CACHE);
  if (styles !== undefined) await cache.add(styles);
  await cache.put(PAGE, page);
  await note({ account, version });
};

/** The ticket goes; whose browser it is stays known. */
export const forgetTicket = async (): Promise<void> => {
  const mark = await readMark();
  await caches.delete(CACHE);
  if (mark !== null) await note({ ...mark, version: null });
};

const forgetAll = async (): Promise<void> => {
  await caches.delete(CACHE);
  // What it was told with was the other person's wish.
  const subscription = await self.registration.pushManager?.getSubscription();
  await subscription?.unsubscribe();
};

/** Looks at a page that came: what is of another person, or of somebody who left, is not kept. */
export const heed = async (page: Response): Promise<void> => {
  const whose = page.ok ? page.headers.get(WHOSE) : null;
  const mark = whose === null ? null : await readMark();
  if (mark === null || mark.account === whose) return;
  if (whose === NOBODY) await forgetTicket();
  else await forgetAll();
};

export const keptPage = (): Promise<Response | undefined> => caches.match(PAGE);

/** What a kept page is painted with. */
export const keptStyles = async (request: Request): Promise<Response> =>
  (await caches.match(request)) ?? fetch(request);

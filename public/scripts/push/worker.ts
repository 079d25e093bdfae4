const WORKER = '/sw.js';
/** As `public/worker/kept.ts` calls what it keeps. */
const KEPT = /^boleta-/;

/** The portal in the background of this browser; null where it knows no such thing, or allows none. */
export const startWorker = async (): Promise<ServiceWorkerRegistration | null> => {
  try {
    return await navigator.serviceWorker.register(WORKER, { scope: '/' });
  } catch {
    return null; // Not over HTTPS, or forbidden.
  }
};

/** What the worker is told once it works. */
export const tellWorker = async (said: { account: string; version?: string }): Promise<void> => {
  if ((await startWorker()) === null) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage(said);
};

/** Nobody is logged in here: what was kept of somebody goes, also where no worker is left to see to it. */
export const forgetKept = async (): Promise<void> => {
  if (!('caches' in window)) return;
  const names = (await caches.keys()).filter((name) => KEPT.test(name));
  await Promise.all(names.map((name) => caches.delete(name)));
};

import { tellWorker } from './worker.ts';

/** What the worker knows of this page's answer already. */
let told: string | undefined;

/** Has the worker keep the person's own ticket as it is shown, and forget it where their answer is none any more. */
export const keepTicket = (): void => {
  const card = document.querySelector<HTMLElement>('[data-card][data-own]');
  const account = card?.dataset.person;
  if (card === null || account === undefined || !('serviceWorker' in navigator)) return;
  const isShown = card.querySelector('.ticket') !== null;
  const version = isShown ? (card.dataset.version ?? '') : '';
  if (version === told) return;
  told = version;
  // Where there was never one there is nothing to forget, and no worker to start.
  if (version === '' && navigator.serviceWorker.controller === null) return;
  void tellWorker({ account, version });
};

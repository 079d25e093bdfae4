import { lookAddress } from './kept.ts';
import { updateFrom } from './parts.ts';
import { within } from './within.ts';

const TIMEOUT_MS = 8_000;

/** What shows one person's answer: a card or a row, with the version of the answer that it shows. */
export const shownPeople = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-person]')];

/** Whether anything on the page may become newer. */
const isFollowed = (): boolean => document.querySelector('[data-person], [data-part][id]') !== null;

/**
 * Fetches this page again and takes from it what is newer.
 *
 * @returns whether the portal could be reached
 */
export const look = async (): Promise<boolean> => {
  if (!isFollowed()) return true;
  // Offline: the notice says so, and the next event or look asks again.
  return within(TIMEOUT_MS, fetchThisPage).catch(() => false);
};

const fetchThisPage = async (signal: AbortSignal): Promise<boolean> => {
  const response = await fetch(lookAddress(), { headers: { accept: 'text/html' }, signal });
  // Sent elsewhere: the session is over, and the login page knows what to do. Not found: who was shown is not to be seen
  // any more.
  if (response.redirected || response.status === 404) location.reload();
  else if (response.ok) updateFrom(new DOMParser().parseFromString(await response.text(), 'text/html'));
  return response.ok;
};

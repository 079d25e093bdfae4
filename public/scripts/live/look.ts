import { updateFrom } from './parts.ts';

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
  const tooLong = new AbortController();
  const timer = setTimeout(() => tooLong.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(location.href, {
      headers: { accept: 'text/html' },
      signal: tooLong.signal,
    });
    // Sent elsewhere: the session is over, and the login page knows what to do.
    if (response.redirected) location.reload();
    else if (response.ok) updateFrom(new DOMParser().parseFromString(await response.text(), 'text/html'));
    return response.ok;
  } catch {
    // Offline: the notice says so, and the next event or look asks again.
    return false;
  } finally {
    clearTimeout(timer);
  }
};

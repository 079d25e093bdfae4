import { lookAddress } from './kept.ts';
import { forgetNewest, knownParts, takePage, takeParts } from './parts.ts';
import { within } from './within.ts';

const TIMEOUT_MS = 8_000;

/** As a proxy or the portal answers when it was told more than it takes: the next look says less, and fetches the whole page. */
const TOO_MUCH_SAID = [400, 414, 431];

/** What shows one person's answer: a card or a row, with the version of the answer that it shows. */
export const shownPeople = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-person]')];

/** Whether anything on the page may become newer. */
const isFollowed = (): boolean => document.querySelector('[data-person], [data-part][id]') !== null;

/**
 * Fetches what is newer of this page and takes it.
 *
 * @returns whether the portal could be reached
 */
export const look = async (): Promise<boolean> => {
  if (!isFollowed()) return true;
  // Offline: the notice says so, and the next event or look asks again.
  return within(TIMEOUT_MS, fetchNewer).catch(() => false);
};

const fetchNewer = async (signal: AbortSignal): Promise<boolean> => {
  const headers = { accept: 'text/html', 'censo-tiene': knownParts() };
  const response = await fetch(lookAddress(), { headers, signal });
  // Sent elsewhere: the session is over, and the login page knows what to do. Not found: who was shown is not to be seen
  // any more.
  if (response.redirected || response.status === 404) location.reload();
  else if (TOO_MUCH_SAID.includes(response.status)) forgetNewest();
  else if (response.ok) take(await response.text(), response.headers.has('censo-partes'));
  return response.ok;
};

const take = (html: string, isPartly: boolean): void => {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  // The same address shows a stranger something else: the session is over.
  if (!isPartly && !fresh.body.hasAttribute('data-live')) {
    location.reload();
    return;
  }
  try {
    (isPartly ? takeParts : takePage)(fresh);
  } catch (error) {
    // What does not fit together is fetched whole the next time.
    forgetNewest();
    throw error;
  }
};

import { enhanceCountdowns } from '../countdown.ts';
import { countPicks } from '../picks.ts';

/** Events that come together cost one look, in ms. */
const GATHER_MS = 150;

/** What shows one person's answer: a card or a row, with the version of the answer that it shows. */
export const shownPeople = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-person]')];

let looking = false;
let lookAgain = false;
let gathering: ReturnType<typeof setTimeout> | undefined;

/** Looks soon, once for all who ask until then. */
export const lookSoon = (): void => {
  clearTimeout(gathering);
  gathering = setTimeout(look, GATHER_MS);
};

/** Fetches this page again and takes the people from it; asked for while it runs, it runs once more. */
export const look = async (): Promise<void> => {
  lookAgain = looking;
  if (looking || shownPeople().length === 0) return;
  looking = true;
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } });
    // Sent elsewhere: the session is over, and the login page knows what to do.
    if (response.redirected) return location.reload();
    if (response.ok) update(new DOMParser().parseFromString(await response.text(), 'text/html'));
  } catch {
    // Offline: the stream shows the notice, and the next event or look asks again.
  } finally {
    looking = false;
    if (lookAgain) void look();
  }
};

/** Puts the server's own rendering of each person in the place of an older one. */
const update = (fresh: Document): void => {
  for (const shown of shownPeople()) {
    const next = fresh.querySelector<HTMLElement>(`[data-person="${shown.dataset.person}"]`);
    // A list of those who wait, say: whoever has an answer is in it no more.
    if (next === null && shown.hasAttribute('data-leaves')) shown.remove();
    if (next === null || Number(next.dataset.version) < Number(shown.dataset.version)) continue;
    // The same again: a screen reader need not hear it.
    if (next.dataset.version === shown.dataset.version && next.textContent === shown.textContent) continue;
    replace(shown, document.importNode(next, true));
  }
  for (const shown of document.querySelectorAll<HTMLElement>('[data-figure]')) {
    const next = fresh.querySelector(`[data-figure="${shown.dataset.figure}"]`)?.textContent;
    if (next !== undefined && next !== shown.textContent) shown.textContent = next;
  }
  enhanceCountdowns();
  countPicks();
};

const BOX = 'input[type="checkbox"]';

/** What was ticked stays ticked, what was open stays open, and the focus stays where it was. */
const replace = (shown: HTMLElement, placed: HTMLElement): void => {
  const ticked = shown.querySelector<HTMLInputElement>(BOX)?.checked === true;
  const open = shown.querySelector('details')?.open === true;
  const focused = shown.contains(document.activeElement) ? document.activeElement?.tagName : undefined;
  shown.replaceWith(placed);
  const box = placed.querySelector<HTMLInputElement>(`${BOX}:not(:disabled)`);
  if (ticked && box !== null) box.checked = true;
  const details = placed.querySelector('details');
  if (open && details !== null) details.open = true;
  if (focused !== undefined) placed.querySelector<HTMLElement>(focused)?.focus();
};

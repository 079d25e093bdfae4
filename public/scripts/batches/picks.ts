const BOXES = 'input[name="ids"]';

const boxes = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>(BOXES)];
const free = (): HTMLInputElement[] => boxes().filter((box) => !box.disabled);

/** Choosing many at once; without this each box works for itself. */
export const enhancePicks = (): void => {
  const page = document.querySelector<HTMLInputElement>('[data-pick-page]');
  const label = page?.closest('label');
  if (page == null || label == null) return;
  label.hidden = false;
  if (page.dataset.enhanced === undefined) {
    page.dataset.enhanced = '';
    page.addEventListener('change', () => {
      for (const box of free()) box.checked = page.checked;
    });
  }
  if (listening) return;
  listening = true;
  document.addEventListener('change', countPicks);
  // A browser that comes back to the page remembers what was ticked.
  addEventListener('pageshow', countPicks);
};

/** The document hears for every list that it shows, one after the other. */
let listening = false;

/** Says how many are chosen, and frees the boxes whose cooldown is over; called again when rows were replaced. */
export const countPicks = (): void => {
  const bar = document.querySelector<HTMLElement>('[data-picks]');
  if (bar === null) return;
  for (const box of document.querySelectorAll<HTMLInputElement>('[data-pick-free-at]:not([data-counting])'))
    freeInTime(box);
  const chosen = boxes().filter((box) => box.checked && !box.disabled).length;
  const counted = bar.querySelector('[data-picked]');
  if (counted !== null) counted.textContent = words(chosen);
  bar.toggleAttribute('data-some', chosen > 0);
  const page = document.querySelector<HTMLInputElement>('[data-pick-page]');
  if (page === null) return;
  page.disabled = free().length === 0;
  page.checked = chosen > 0 && chosen === free().length;
  page.indeterminate = chosen > 0 && !page.checked;
};

const words = (chosen: number): string => {
  if (chosen === 0) return '';
  return chosen === 1 ? '1 elegida' : `${chosen} elegidas`;
};

const freeInTime = (box: HTMLInputElement): void => {
  box.dataset.counting = '';
  const leftMs = Date.parse(box.dataset.pickFreeAt ?? '') - Date.now();
  setTimeout(
    () => {
      box.disabled = false;
      box.removeAttribute('title');
      box.removeAttribute('aria-describedby');
      box.nextElementSibling?.remove();
      countPicks();
    },
    Math.max(0, leftMs),
  );
};

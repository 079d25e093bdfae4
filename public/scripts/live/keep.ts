type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const isTicked = (field: Element): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio');

const isChanged = (field: Field): boolean => {
  if (isTicked(field)) return field.checked !== field.defaultChecked;
  if (field instanceof HTMLSelectElement)
    return [...field.options].some(({ selected, defaultSelected }) => selected !== defaultSelected);
  return field.value !== field.defaultValue;
};

/** Whether somebody is writing in it at this moment. */
export const isBeingTypedIn = (shown: HTMLElement): boolean => {
  const focused = document.activeElement;
  const isText = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement;
  return isText && !isTicked(focused) && shown.contains(focused) && isChanged(focused);
};

/**
 * What finds the same thing again in a newer rendering: its id, else its name and value, else its kind and place, each
 * within the person whom it is about. In another's row nothing is the same.
 */
const keysOf = (root: HTMLElement, selector: string): Map<string, HTMLElement> => {
  const counts = new Map<string, number>();
  const found = [...root.querySelectorAll<HTMLElement>(selector)].map((element) => {
    if (element.id !== '') return [element.id, element] as const;
    const value = isTicked(element) ? element.value : '';
    const kind = `${whoseIs(element, root)} ${element.tagName} ${element.getAttribute('name') ?? ''} ${value}`;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return [`${kind} ${count}`, element] as const;
  });
  return new Map(found);
};

const whoseIs = (element: HTMLElement, root: HTMLElement): string => {
  const person = element.closest<HTMLElement>('[data-person]');
  return person !== null && root.contains(person) ? (person.dataset.person ?? '') : '';
};

const FIELDS = 'input:not([type="hidden"]), select, textarea';
const FOCUSABLE = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]';

const keepFields = (shown: HTMLElement, placed: HTMLElement): void => {
  const next = keysOf(placed, FIELDS) as Map<string, Field>;
  for (const [key, field] of keysOf(shown, FIELDS) as Map<string, Field>) {
    const newer = next.get(key);
    if (newer === undefined || newer.disabled || !isChanged(field)) continue;
    if (isTicked(field) && isTicked(newer)) newer.checked = field.checked;
    else newer.value = field.value;
  }
};

const keepOpen = (shown: HTMLElement, placed: HTMLElement): void => {
  const next = keysOf(placed, 'details') as Map<string, HTMLDetailsElement>;
  for (const [key, { open }] of keysOf(shown, 'details') as Map<string, HTMLDetailsElement>) {
    const newer = next.get(key);
    if (newer !== undefined) newer.open = open;
  }
};

/** Each element that was scrolled inside, by its key; the page itself keeps its place. */
const scrolledIn = (shown: HTMLElement): Map<string, { left: number; top: number }> => {
  const scrolled = [...keysOf(shown, '*')].filter(
    ([, { scrollLeft, scrollTop }]) => scrollLeft + scrollTop > 0,
  );
  return new Map(
    scrolled.map(([key, { scrollLeft, scrollTop }]) => [key, { left: scrollLeft, top: scrollTop }]),
  );
};

/** The row in `placed` of the person in whose older one this was. */
const rowOf = (focused: Element | null, placed: HTMLElement): HTMLElement | undefined => {
  const whose = focused?.closest<HTMLElement>('[data-person]')?.dataset.person;
  return [...placed.querySelectorAll<HTMLElement>('[data-person]')].find(
    ({ dataset }) => dataset.person === whose,
  );
};

/** Puts `placed` in the place of `shown`; what was ticked, typed, opened, focused and scrolled stays so. */
export const replaceKeeping = (shown: HTMLElement, placed: HTMLElement): void => {
  keepFields(shown, placed);
  keepOpen(shown, placed);
  const focused = document.activeElement;
  const focusedKey = [...keysOf(shown, FOCUSABLE)].find(([, element]) => element === focused)?.[0];
  const hadFocus = shown.contains(focused);
  const scrolled = scrolledIn(shown);
  // What is below an answer that comes does not move up either.
  if (shown.dataset.card !== undefined) placed.style.setProperty('--least', `${shown.offsetHeight}px`);
  shown.replaceWith(placed);
  const elements = keysOf(placed, '*');
  for (const [key, place] of scrolled) elements.get(key)?.scrollTo({ ...place, behavior: 'instant' });
  if (!hadFocus) return;
  const next = focusedKey === undefined ? undefined : keysOf(placed, FOCUSABLE).get(focusedKey);
  // What had the focus is gone: it stays near, else a keyboard would begin at the page's top.
  const near = next ?? rowOf(focused, placed) ?? placed;
  if (next === undefined) near.tabIndex = -1;
  near.focus({ preventScroll: true });
};

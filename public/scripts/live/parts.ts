import { isBeingTypedIn, replaceKeeping } from './keep.ts';

/** What is exchanged by itself: a person's card or row, and any part that a template marks. */
const UNIT = '[data-person], [data-part][id]';

const unitsIn = (root: ParentNode): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(UNIT)];
const keyOf = ({ id, dataset }: HTMLElement): string => (id === '' ? `person ${dataset.person}` : id);

/** The units directly in `root`: not those that are in another one. */
const outermost = (root: HTMLElement): HTMLElement[] =>
  unitsIn(root).filter(({ parentElement }) => {
    const around = parentElement?.closest(UNIT);
    return around == null || around === root || around.contains(root);
  });

/**
 * How a unit was rendered, without what differs each time (a form's token), and with only the keys of the units in it:
 * those are compared by themselves.
 */
const renderingOf = (unit: HTMLElement): string => {
  const copy = unit.cloneNode(true) as HTMLElement;
  for (const inner of outermost(copy)) inner.replaceWith(`[${keyOf(inner)}]`);
  for (const token of copy.querySelectorAll('input[name="_csrf"]')) token.removeAttribute('value');
  return copy.outerHTML;
};

/** The server's rendering of what is shown; scripts and people have changed the elements since. */
const renderings = new WeakMap<HTMLElement, string>();

/** Notes how the page came, before anything on it changes. */
export const rememberRendering = (root: HTMLElement): void => {
  for (const unit of [...(root.matches(UNIT) ? [root] : []), ...unitsIn(root)])
    renderings.set(unit, renderingOf(unit));
};

/** Puts the server's newer rendering in the place of what differs from it. */
export const updateFrom = (fresh: Document): void => {
  const next = new Map(unitsIn(fresh).map((unit) => [keyOf(unit), unit]));
  const update = (shown: HTMLElement): void => {
    const newer = next.get(keyOf(shown));
    if (newer === undefined || Number(newer.dataset.version) < Number(shown.dataset.version)) return;
    // The same again: a screen reader need not hear it.
    if (renderings.get(shown) === renderingOf(newer)) {
      outermost(shown).forEach(update);
      return;
    }
    if (isBeingTypedIn(shown)) return;
    const placed = document.importNode(newer, true);
    rememberRendering(placed);
    replaceKeeping(shown, placed);
  };
  outermost(document.body).forEach(update);
};

import { inUse } from './in-use.ts';
import { isBeingTypedIn, replaceKeeping } from './keep.ts';

/** What is exchanged by itself: a person's card or row, and any part that a template marks. The server says what each is. */
const UNIT = '[data-h]';

const unitsIn = (root: ParentNode): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(UNIT)];
/** As the server counts it: see services/gateway/ui/parts.ts. */
const keyOf = ({ id, dataset }: HTMLElement): string => (id === '' ? `person ${dataset.person}` : id);

/** The units directly in `root`: not those that are in another one. */
const outermost = (root: HTMLElement): HTMLElement[] =>
  unitsIn(root).filter(({ parentElement }) => {
    const around = parentElement?.closest(UNIT);
    return around == null || around === root || around.contains(root);
  });

/** How the server rendered a unit the last time, with only a place for each unit in it. */
interface Rendering {
  hash: string;
  /** Of the answer that it shows; not a number where it shows none. */
  version: number;
  copy: HTMLElement;
}

/** The newest of each unit, by its key; scripts and people have changed what is shown since. */
const newest = new Map<string, Rendering>();

/** What the server need not send again. */
export const knownParts = (): string => [...newest.values()].map(({ hash }) => hash).join(' ');

/** Has the next look fetch the whole page. */
export const forgetNewest = (): void => newest.clear();

const note = (key: string, copy: HTMLElement): void => {
  const { h = '', version } = copy.dataset;
  newest.set(key, { hash: h, version: Number(version), copy });
};

/** Notes how a page came, before anything on it changes. */
export const rememberPage = (root: HTMLElement): void => {
  newest.clear();
  for (const unit of unitsIn(root)) {
    const copy = unit.cloneNode(true) as HTMLElement;
    for (const inner of outermost(copy)) {
      const place = document.createElement('template');
      place.dataset.place = keyOf(inner);
      inner.replaceWith(place);
    }
    note(keyOf(unit), copy);
  }
};

const placesIn = (copy: HTMLElement): HTMLElement[] => [
  ...copy.querySelectorAll<HTMLElement>('template[data-place]'),
];

/** A unit as the server would render it now, with all that is in it. */
const build = (key: string): HTMLElement => {
  const copy = newest.get(key)?.copy;
  if (copy === undefined) throw new Error(`no part ${key}`);
  const unit = document.importNode(copy, true);
  for (const place of placesIn(unit)) place.replaceWith(build(place.dataset.place ?? ''));
  return unit;
};

/** Puts what is newer in the place of what is shown. */
const update = (shown: HTMLElement): void => {
  const key = keyOf(shown);
  const newer = newest.get(key);
  if (newer === undefined || newer.version < Number(shown.dataset.version)) return;
  // The same again: a screen reader need not hear it.
  if (newer.hash === shown.dataset.h) {
    outermost(shown).forEach(update);
    return;
  }
  if (isBeingTypedIn(shown)) return;
  replaceKeeping(shown, build(key));
};

/** Takes from a page that was fetched again what is newer. */
export const takePage = (fresh: Document): void => {
  rememberPage(fresh.body);
  outermost(document.body).forEach(update);
};

/** Takes the parts that are newer: each is in a template with its key. */
export const takeParts = (fresh: Document): void => {
  for (const { content, dataset } of fresh.querySelectorAll<HTMLTemplateElement>('template[data-key]')) {
    const unit = content.firstElementChild;
    if (unit instanceof HTMLElement) note(dataset.key ?? '', unit);
  }
  outermost(document.body).forEach(update);
  forgetUnused();
};

/** What a page says that it has would else grow for as long as it is open. */
const forgetUnused = (): void => {
  const used = inUse(unitsIn(document.body).map(keyOf), (key) => {
    const copy = newest.get(key)?.copy;
    return copy === undefined ? [] : placesIn(copy).map(({ dataset }) => dataset.place ?? '');
  });
  for (const key of newest.keys()) if (!used.has(key)) newest.delete(key);
};

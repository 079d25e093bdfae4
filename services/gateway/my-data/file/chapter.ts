/** What a cell of the file holds: a text, a number, yes or no, a moment, or nothing known. */
export type Cell = string | number | boolean | Date | null;

/** One thing that is told, under the name that a program and a person know it by. */
export type Fact = readonly [key: string, label: string, value: Cell];

/** A part of the file: facts once, or a list whose every entry has the same facts. */
export type Chapter =
  | { key: string; title: string; note?: string; facts: readonly Fact[] }
  | { key: string; title: string; note?: string; entries: AsyncIterable<readonly Fact[]> };

/** Entries that are there already. */
export async function* entriesOf<T>(
  items: readonly T[],
  factsOf: (item: T) => readonly Fact[],
): AsyncGenerator<readonly Fact[]> {
  for (const item of items) yield factsOf(item);
}

/** Entries of a list that is asked for page by page, each when the one before was taken. */
export async function* pagedEntries<T>(
  read: (cursor: string | undefined) => Promise<{ items: readonly T[]; next: string | null }>,
  factsOf: (item: T) => readonly Fact[],
): AsyncGenerator<readonly Fact[]> {
  let cursor: string | undefined;
  for (;;) {
    const { items, next } = await read(cursor);
    for (const item of items) yield factsOf(item);
    if (next === null) return;
    // Each page goes on behind the one before, so that the list ends.
    if (items.length === 0 || next === cursor) throw new Error('a page of own data leads nowhere');
    cursor = next;
  }
}

/** A moment that may not have come; ISO 8601. */
export const momentOf = (iso: string | null | undefined): Date | null => (iso == null ? null : new Date(iso));

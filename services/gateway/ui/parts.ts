import { hash } from 'node:crypto';

/**
 * The parts of a page that a browser exchanges by themselves: whatever has `data-person`, or `data-part` and an id. Each
 * says in `data-h` what it is, the parts in it by their key alone, so that a page that looks for news says what it has and
 * gets only what is newer. Pages are read by what templates write, not tag by tag: a list has thousands of tags and thirty parts.
 */
interface Part {
  key: string;
  tag: string;
  start: number;
  /** Where its tag's name ends. */
  named: number;
  end: number;
}

const HASH_LENGTH = 8;
/** What either attribute begins with. */
const MARK = ' data-p';
/** With their values, so that what stands in one is not taken for another. */
const ATTRIBUTE = /\s([a-z][\w-]*)(?:="([^"]*)")?/g;
const NAME = /[a-z][a-z0-9]*/y;

/** As the browser's side counts it: see `keyOf` in public/scripts/live/parts.ts. */
const keyOf = (attributes: string): string | null => {
  let person: string | undefined;
  let id: string | undefined;
  let isPart = false;
  for (const [, name, value = ''] of attributes.matchAll(ATTRIBUTE)) {
    if (name === 'data-person') person = value;
    else if (name === 'id') id = value;
    else if (name === 'data-part') isPart = true;
  }
  if (person === undefined && !isPart) return null;
  return id ?? (person === undefined ? null : `person ${person}`);
};

/** Where a tag that begins there ends; a value in quotes may have its sign. */
const endOfTag = (html: string, from: number): number => {
  let end = html.indexOf('>', from);
  let quote = html.indexOf('"', from);
  while (quote >= 0 && quote < end) {
    const closed = html.indexOf('"', quote + 1);
    if (closed < 0) return -1;
    if (closed > end) end = html.indexOf('>', closed);
    quote = html.indexOf('"', closed + 1);
  }
  return end;
};

/** Whether what was found is a whole name: `<p` also begins `<path`. */
const isName = (html: string, end: number): boolean => {
  const next = html.charCodeAt(end);
  // Digits, and small letters.
  return !((next >= 48 && next <= 57) || (next >= 97 && next <= 122));
};

/** How often a tag's beginning stands in a text. */
const countOf = (text: string, beginning: string): number => {
  let count = 0;
  for (let at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1))
    if (isName(text, at + beginning.length)) count += 1;
  return count;
};

/**
 * Where the element ends whose tag ended there; -1 where it does not.
 *
 * @param others parts that begin behind it: whole elements, so that nothing in them has to be read again
 */
const endOfElement = (html: string, tag: string, from: number, others: readonly Part[]): number => {
  const [opening, closing] = [`<${tag}`, `</${tag}`];
  let depth = 1;
  let at = from;
  for (const next of [...others, null]) {
    if (next !== null && next.start < at) continue;
    const before = html.slice(at, next?.start);
    let read = 0;
    for (let close = before.indexOf(closing); close >= 0; close = before.indexOf(closing, read)) {
      depth += countOf(before.slice(read, close), opening);
      read = close + closing.length;
      if (isName(before, read)) depth -= 1;
      if (depth === 0) return html.indexOf('>', at + close) + 1;
    }
    depth += countOf(before.slice(read), opening);
    if (next !== null) at = next.end;
  }
  return -1;
};

/** The parts of a page of ours as they begin. Of two with the same key only the first is one. */
const partsOf = (html: string): Part[] => {
  const found: (Part & { ended: number })[] = [];
  const keys = new Set<string>();
  let at = html.indexOf(MARK);
  while (at >= 0) {
    const start = html.lastIndexOf('<', at);
    NAME.lastIndex = start + 1;
    const [tag] = NAME.exec(html) ?? [];
    const ended = tag === undefined ? -1 : endOfTag(html, start);
    // Words that only look like it.
    if (tag === undefined || ended < at) {
      at = html.indexOf(MARK, at + MARK.length);
      continue;
    }
    const named = start + 1 + tag.length;
    const key = keyOf(html.slice(named, ended));
    if (key !== null && !keys.has(key)) {
      keys.add(key);
      found.push({ key, tag, start, named, end: -1, ended });
    }
    at = html.indexOf(MARK, ended);
  }
  // From the last, so that those in one are known when its end is looked for.
  const parts: Part[] = [];
  for (const part of found.toReversed()) {
    part.end = endOfElement(html, part.tag, part.ended, parts);
    if (part.end >= 0) parts.unshift(part);
  }
  return parts;
};

/** A part with a place instead of each part that is in it. @param index of it; those in it come after it */
const ownOf = (html: string, parts: readonly Part[], index: number): string => {
  const part = parts[index];
  if (part === undefined) return '';
  let own = '';
  let from = part.start;
  for (let next = index + 1; next < parts.length; next += 1) {
    const inner = parts[next];
    if (inner === undefined || inner.start >= part.end) break;
    // In one that is in this one.
    if (inner.start < from) continue;
    own += `${html.slice(from, inner.start)}<template data-place="${inner.key}"></template>`;
    from = inner.end;
  }
  return own + html.slice(from, part.end);
};

/** A form's token differs each time, and says nothing new. */
const TOKEN = 'name="_csrf" value="';

const withoutTokens = (own: string): string => {
  let at = own.indexOf(TOKEN);
  if (at < 0) return own;
  let without = '';
  let from = 0;
  while (at >= 0) {
    without += own.slice(from, at + TOKEN.length);
    from = own.indexOf('"', at + TOKEN.length);
    at = own.indexOf(TOKEN, from);
  }
  return without + own.slice(from);
};

const hashOf = (key: string, own: string): string =>
  hash('sha256', `${key} ${withoutTokens(own)}`, 'base64url').slice(0, HASH_LENGTH);

/** Writes into each part of a page what it is. */
export const stampParts = (html: string): string => {
  const parts = partsOf(html);
  let stamped = '';
  let from = 0;
  for (const [index, { key, named }] of parts.entries()) {
    stamped += `${html.slice(from, named)} data-h="${hashOf(key, ownOf(html, parts, index))}"`;
    from = named;
  }
  return stamped + html.slice(from);
};

/**
 * The parts of a page that a browser has not, inner ones first, each in a template with its key; a part in it that is one by itself has only
 * its place there.
 *
 * @param known what the browser says it has
 */
export const newerParts = (html: string, known: ReadonlySet<string>): string[] => {
  const parts = partsOf(html);
  return parts
    .map(({ key, tag, end }, index) => {
      const own = ownOf(html, parts, index);
      return { key, own, end, named: 1 + tag.length, hash: hashOf(key, own) };
    })
    .filter(({ hash }) => !known.has(hash))
    .toSorted((a, b) => a.end - b.end)
    .map(
      ({ key, own, named, hash }) =>
        `<template data-key="${key}">${own.slice(0, named)} data-h="${hash}"${own.slice(named)}</template>`,
    );
};

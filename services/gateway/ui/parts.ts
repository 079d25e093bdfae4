import { createHash } from 'node:crypto';

/**
 * The parts of a page that a browser exchanges by themselves: whatever has `data-person`, or `data-part` and an id. Each
 * says in `data-h` what it is, the parts in it by their key alone, so that a page that looks for news says what it has and
 * gets only what is newer.
 */
interface Part {
  key: string;
  hash: string;
  /** Where its tag's name ends. */
  named: number;
  /** With a place instead of each part that is in it. */
  own: string;
}

/** One that is open while the page is gone over. */
interface OpenPart {
  key: string;
  tag: string;
  depth: number;
  start: number;
  named: number;
  inner: { key: string; start: number; end: number }[];
}

const TAG = /<(\/?)([a-z][a-z0-9]*)\b((?:"[^"]*"|[^">])*)>/g;
const HASH_LENGTH = 8;

const attributeOf = (attributes: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1];

/** As the browser's side counts it: see `keyOf` in public/scripts/live/parts.ts. */
const keyOf = (attributes: string): string | null => {
  const person = attributeOf(attributes, 'data-person');
  const id = attributeOf(attributes, 'id');
  if (person === undefined && !/\sdata-part\b/.test(attributes)) return null;
  return id ?? (person === undefined ? null : `person ${person}`);
};

/** A form's token differs each time, and says nothing new. */
const TOKEN = /(name="_csrf" value=")[^"]*/g;
const hashOf = (key: string, own: string): string =>
  createHash('sha256')
    .update(`${key} ${own.replaceAll(TOKEN, '$1')}`)
    .digest('base64url')
    .slice(0, HASH_LENGTH);

/** The parts of a page of ours, inner ones first. Of two with the same key only the first is one. */
const partsOf = (html: string): Part[] => {
  const parts: Part[] = [];
  const open: OpenPart[] = [];
  const keys = new Set<string>();
  const end = (part: OpenPart, at: number): void => {
    open.pop();
    const pieces: string[] = [];
    let from = part.start;
    for (const { key, start, end } of part.inner) {
      pieces.push(html.slice(from, start), `<template data-place="${key}"></template>`);
      from = end;
    }
    const own = pieces.join('') + html.slice(from, at);
    const { key, start, named } = part;
    parts.push({ key, hash: hashOf(key, own), named, own });
    open.at(-1)?.inner.push({ key, start, end: at });
  };

  for (const found of html.matchAll(TAG)) {
    const [whole, slash, tag = '', attributes = ''] = found;
    const innermost = open.at(-1);
    const key = slash === '' && attributes.includes('data-p') ? keyOf(attributes) : null;
    if (key === null || keys.has(key)) {
      if (innermost?.tag === tag) innermost.depth += slash === '' ? 1 : -1;
      if (innermost?.depth === 0) end(innermost, found.index + whole.length);
      continue;
    }
    // What begins a part ends with it: it counts for nothing around it.
    keys.add(key);
    open.push({
      ...{ key, tag, depth: 1, inner: [] },
      ...{ start: found.index, named: found.index + 1 + tag.length },
    });
  }
  return parts;
};

/** Writes into each part of a page what it is. */
export const stampParts = (html: string): string => {
  let stamped = '';
  let from = 0;
  for (const { named, hash } of partsOf(html).toSorted((a, b) => a.named - b.named)) {
    stamped += `${html.slice(from, named)} data-h="${hash}"`;
    from = named;
  }
  return stamped + html.slice(from);
};

/**
 * The parts of a page that a browser has not, each in a template with its key; a part in it that is one by itself has only
 * its place there.
 *
 * @param known what the browser says it has
 */
export const newerParts = (html: string, known: ReadonlySet<string>): string[] =>
  partsOf(html)
    .filter(({ hash }) => !known.has(hash))
    .map(({ key, hash, own }) => {
      const named = own.search(/[\s>]/);
      return `<template data-key="${key}">${own.slice(0, named)} data-h="${hash}"${own.slice(named)}</template>`;
    });

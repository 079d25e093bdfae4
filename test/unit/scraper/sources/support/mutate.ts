import { load } from 'cheerio/slim';
import { OTHER_CEDULA } from '../../../../support/official/fixture.ts';
import type { Random } from '../../../../support/random.ts';

/** What may stand where it should not. */
const PIECES = [
  OTHER_CEDULA,
  '<table>',
  '</td>',
  '</table>',
  '<td data-th="MESA">9</td>',
  '<td data-th=\\"MESA\\">9</td>',
  '<script>',
  '<div id="success">',
  '<div class="blocked"><h3>',
  '<!--',
  '"',
  "'",
  '\\/',
  '\\u0000',
  '\u0000',
  '\ufeff',
  '{',
  '}',
  ',"encontrado":true',
  ',"novedad":true',
  '\u00a0',
  '\ufffd',
  '\ud800',
  '&nbsp;',
  '&#x31;',
  'null',
  'MESA',
  'MESA: 9\n',
  'novedad',
  'captcha',
  'no se encuentra en el censo',
] as const;

const once = (text: string, random: Random): string => {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + random.below(40));
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, to) + text.slice(at);
    case 3:
      return text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + 1);
    case 4: {
      // Two pieces change places.
      const further = Math.min(text.length, to + random.below(200));
      return text.slice(0, at) + text.slice(to, further) + text.slice(at, to) + text.slice(further);
    }
    default:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(at);
  }
};

/** Damages a text, mostly once. */
export const mutate = (text: string, random: Random): string => {
  let damaged = once(text, random);
  while (random.below(3) === 0) damaged = once(damaged, random);
  return damaged;
};

const letter = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

const $ = load('<textarea></textarea>');

/** Character references as HTML reads them, the damaged ones too: `&mp;` is ∓. Tags are words here. */
const withoutReferences = (text: string): string => $('textarea').html(text.replaceAll('<', '&lt;')).text();

/**
 * The letters a-z and digits of a text, without what only wraps or writes them: for asking whether a value was in a
 * body at all. Simpler than any reader, on purpose.
 */
export const squash = (body: string): string =>
  lettersOf(
    withoutReferences(
      body
        .replace(/\p{Cf}/gu, '')
        .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => letter(Number.parseInt(code, 16)))
        .replace(/\\[nrt]/g, ' ')
        // A tag parts what is written on both its sides.
        .replace(/<[^>]*>/g, '|'),
    ),
  );

/** The same of a value that was read: nothing in it is written otherwise any more. */
export const lettersOf = (value: string): string => value.replace(/[^a-z0-9]/gi, '');

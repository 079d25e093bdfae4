import { fold } from '../reading/fold.ts';
import { parseJson } from '../reading/json.ts';
import type { EvidenceText } from './evidence-texts.ts';
import { fixtureOfMarkup, learnMarkup } from './fixture-markup.ts';
import { createReplacements, type Replacements } from './replacements.ts';

/** Evidence with nothing of anybody in it; or where something is that nobody could place, without saying what. */
export type Fixture = { kind: 'fixture'; texts: EvidenceText[] } | { kind: 'refused'; left: string[] };

/** Codes that say how a server answered, and nothing of a person. */
const CODES = new Set(['status_code', 'status', 'code']);
const KEY = /^[A-Za-z_][\w-]{0,40}$/;

/**
 * Replaces every personal value of evidence, each by the same invented one wherever it stands: the cédula, places,
 * addresses, tables, codes, any number, and what a field says. What cannot be placed is refused: a name is a word that no
 * official page has.
 *
 * @param allowed words that whoever asks knows to be nobody's
 */
export const fixtureOf = (
  texts: readonly EvidenceText[],
  { cedula, allowed = [] }: { cedula: string; allowed?: readonly string[] },
): Fixture => {
  const replacements = createReplacements(cedula, new Set(allowed.map(fold)));
  for (const { text } of texts) learn(text, replacements);
  const made = texts.map(({ from, text }, index) => ({
    from,
    text: place(text, replacements, `texto ${index + 1}`),
  }));
  const left = [...replacements.left()];
  // Whatever was overlooked on the way.
  for (const { text } of made)
    for (const secret of replacements.secrets())
      if (flat(text).includes(flat(secret))) left.push('un valor que debía cambiar sigue ahí');
  return left.length > 0 ? { kind: 'refused', left: [...new Set(left)] } : { kind: 'fixture', texts: made };
};

const flat = (text: string): string => fold(text).replace(/[^a-z0-9]/g, '');

const learn = (text: string, replacements: Replacements): void => {
  const json = parseJson(text);
  if (json === undefined) {
    learnMarkup(text, replacements);
    return;
  }
  const visit = (key: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null)
      for (const [name, item] of Object.entries(value)) visit(name, item);
    else if (typeof value === 'string' && value.includes('<')) learnMarkup(value, replacements);
    else if (typeof value === 'string' || typeof value === 'number') replacements.field(key, String(value));
  };
  visit('', json);
};

const place = (text: string, replacements: Replacements, where: string): string => {
  const json = parseJson(text);
  if (json === undefined) return fixtureOfMarkup(text, replacements, where);
  return JSON.stringify(placed('', json, replacements, where));
};

const placed = (key: string, value: unknown, replacements: Replacements, where: string): unknown => {
  if (value === null || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => placed(key, item, replacements, where));
  if (typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value ?? {}).map(([name, item]) => {
        const isPlain = KEY.test(name) && !/\d{3,}/.test(name);
        return [
          isPlain ? name : replacements.text(name, `${where} clave`),
          placed(name, item, replacements, `${where} ${isPlain ? name : 'clave'}`),
        ];
      }),
    );
  if (typeof value === 'number') return CODES.has(key) ? value : Number(replacements.number(String(value)));
  const text = String(value);
  if (text.trim() === '') return text;
  const field = replacements.field(key, text);
  if (field !== null) return field;
  if (/^https?:\/\//.test(text.trim())) return 'https://example.org/';
  return text.includes('<') ? fixtureOfMarkup(text, replacements, where) : replacements.text(text, where);
};

import { createHash } from 'node:crypto';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import { SHAPE_CHARS, type Shape, type ShapePart } from '../../../shared/contract/shapes.ts';
import { tidy } from '../reading/fold.ts';
import { parseJson } from '../reading/json.ts';
import { parseMarkup } from '../reading/markup.ts';
import { describeJson } from './describe-json.ts';
import { describeMarkup, type Telling } from './describe-markup.ts';
import { type Line, written } from './lines.ts';
import { masked } from './official-words.ts';

/** A longer text of an example is cut: an answer's sentence has some hundred characters. */
const MOST_WORDS = 100;

const nothing = (): null => null;
const maskedWords = (text: string): string | null => {
  const words = tidy(text).slice(0, MOST_WORDS);
  return words === '' ? null : `“${masked(words).trim()}”`;
};

/**
 * How a part of the page is made, as text and with its fingerprint: elements, names and labels, and of an answer the keys.
 *
 * @param text what came: a document, a piece of one, or JSON
 * @param isFailure whether an example is of use
 */
export const shapeOf = (part: ShapePart, text: string, isFailure: boolean): Shape => {
  const lines = described(text, { part, words: nothing });
  const said = written(lines, SHAPE_CHARS);
  return {
    part,
    fingerprint: createHash('sha256').update(said).digest('hex').slice(0, 16),
    text: said,
    example: isFailure ? written(described(text, { part, words: maskedWords }), SHAPE_CHARS) : null,
  };
};

const described = (text: string, telling: Telling): Line[] => {
  const json = parseJson(text);
  if (json !== undefined) return describeJson(json, telling);
  if (/^\s*[{[]/.test(text)) return [{ text: 'JSON incompleto', below: [] }];
  const nodes = parseMarkup(text);
  if (nodes === null) return [{ text: 'demasiado grande', below: [] }];
  const lines = describeMarkup(nodes, telling);
  return lines.length > 0 ? lines : [{ text: text.trim() === '' ? 'vacío' : 'solo texto', below: [] }];
};

/** Collects what a lookup met, the last of each part. */
export interface ShapeBox {
  look(part: ShapePart, text: string): void;
  /** Never throws: a lookup does not fail for how its page is described. */
  seal(outcome: Outcome): Shape[];
}

export const createShapeBox = (): ShapeBox => {
  const met = new Map<ShapePart, string>();
  return {
    look: (part, text) => void met.set(part, text),
    seal({ kind }) {
      try {
        return [...met].map(([part, text]) => shapeOf(part, text, kind === 'failure'));
      } catch {
        return []; // Nobody waits for it.
      }
    },
  };
};

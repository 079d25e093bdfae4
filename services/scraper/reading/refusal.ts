import { z } from 'zod';
import { failure, type Outcome } from '../../../shared/contract/outcome.ts';
import { flag } from './json.ts';
import { parseMarkup, wordsOf } from './markup.ts';
import { readMessage } from './message.ts';

/**
 * The site refuses, by the answer's shape (`ok:false`), in words that nobody knows: a refusal of the source, whatever it
 * is about.
 */
export const refused = (): Outcome => failure('blocked', BY_SHAPE);

const BY_SHAPE = 'refused, in words that nobody knows';

/** Does only the shape of this answer say that it is a refusal? */
export const isByShape = (outcome: Outcome): boolean =>
  outcome.kind === 'failure' && outcome.detail === BY_SHAPE;

const word = z.string().nullish().catch(null);

/** What servers of any kind say beside an answer: that it is none, and why. */
const rule = z.object({
  ok: flag.nullish().catch(null),
  success: flag.nullish().catch(null),
  error: z
    .union([z.string(), z.object({ message: word })])
    .nullish()
    .catch(null),
  message: word,
  mensaje: word,
  detail: word,
  descripcion: word,
  data: z.object({ message: word }).nullish().catch(null),
});

/**
 * Reads JSON that has not the shape of an answer. Only trouble is believed of it: nobody knows whom it is about.
 *
 * @param json any JSON
 */
export const readOtherShape = (json: unknown, cedula: string): Outcome => {
  const other = failure('unrecognised', 'JSON of another shape');
  const parsed = rule.safeParse(json);
  if (!parsed.success) return other;
  const { ok, success, error, data, message, mensaje, detail, descripcion } = parsed.data;
  const why = typeof error === 'string' ? error : error?.message;
  for (const text of [why, message, mensaje, detail, descripcion, data?.message]) {
    const told = text == null ? null : readMessage(wordsOf(parseMarkup(text) ?? [], false), cedula);
    if (told?.kind === 'failure' && told.failure !== 'wrong_person') return told;
  }
  return ok === false || success === false ? refused() : other;
};

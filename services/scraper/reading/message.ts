import { type Failure, type FailureKind, failure, type Outcome } from '../../../shared/contract/outcome.ts';
import { outcomeOf } from './fields.ts';
import { cleanValue, fold } from './fold.ts';
import { documentsNamed } from './named-document.ts';

/** Failures that the site tells in words (registraduria.md); looked for only in the answer, never in a whole page. */
const failures: readonly (readonly [RegExp, FailureKind])[] = [
  [/captcha|cuadro de verificacion/, 'captcha'],
  [/en actualizacion|en mantenimiento|mantenimiento programado/, 'maintenance'],
  [
    /evento de seguridad|request rejected|requested url was rejected|support id|acceso denegado|ha sido bloquead/,
    'blocked',
  ],
  [/curl error|operation timed out|tiempo de espera/, 'network'],
];

const NOT_FOUND = /no se encuentra en el censo/;

/** Novedades told in a sentence instead of a table. */
const NOVEDAD =
  /cancelada por|baja por|vigente con perdida|pendiente por solicitud|no se encuentra habilitad/;

/** A longer text is a page, not a message, in characters. */
const MAX_MESSAGE = 4_000;

/**
 * What a message of the site means for the cédula that was asked for. Questions and sentences that begin with "si"
 * are advice, and say nothing about this answer.
 *
 * @returns null for words that nobody has seen yet
 */
export const readMessage = (text: string, cedula: string): Outcome | null => {
  if (text.length > MAX_MESSAGE) return null;
  const said = fold(statements(text).join(' '));
  if (NOT_FOUND.test(said)) return aboutOther(text, cedula) ?? { kind: 'not_found' };
  const known = failures.find(([pattern]) => pattern.test(said));
  if (known !== undefined) return failure(known[1], 'told by the site');
  if (NOVEDAD.test(said)) {
    return aboutOther(text, cedula) ?? outcomeOf({ nuip: cedula, novedad: cleanValue(text) }, cedula);
  }
  return null;
};

/** Does this text name the cédula, and no other document? */
export const namesOnly = (text: string, cedula: string): boolean => {
  const named = documentsNamed(fold(text));
  return named.length > 0 && named.every((number) => number === cedula);
};

/** A message that names a document names the one that was asked for, or it is about somebody else. */
export const aboutOther = (text: string, cedula: string): Failure | null =>
  documentsNamed(fold(text)).every((number) => number === cedula)
    ? null
    : failure('wrong_person', 'the message names another document');

/** Sentences and lines that state something. */
const statements = (text: string): string[] =>
  text
    .split(/\n+|(?<=[.!?;…])\s+|\s(?=¿)/)
    .filter((sentence) => !/^\s*(¿|(si|cuando|en caso)\s)|\?\s*$/i.test(sentence));

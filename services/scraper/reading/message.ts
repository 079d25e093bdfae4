import { type Failure, failure, type Outcome } from '../../../shared/contract/outcome.ts';
import { callsNumberWrong, likelyFailure, sureFailure } from './failure-words.ts';
import { outcomeOf } from './fields.ts';
import { cleanValue, fold } from './fold.ts';
import { documentsNamed } from './named-document.ts';

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
  const sure = sureFailure(said);
  if (sure !== null) return failure(sure, 'told by the site');
  if (NOVEDAD.test(said)) {
    return aboutOther(text, cedula) ?? outcomeOf({ nuip: cedula, novedad: cleanValue(text) }, cedula);
  }
  if (callsNumberWrong(said)) return failure('unrecognised', 'the site calls the number wrong');
  const likely = likelyFailure(said);
  return likely === null ? null : failure(likely, 'told by the site');
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

import { type FailureKind, failure, type Outcome } from '../../../shared/contract/outcome.ts';
import { outcomeOf } from './fields.ts';
import { fold, tidy } from './fold.ts';

/** Failures that the site tells in words (registraduria.md); looked for only in the answer, never in a whole page. */
const failures: readonly (readonly [RegExp, FailureKind])[] = [
  [/captcha|cuadro de verificacion/, 'captcha'],
  [/en actualizacion|en mantenimiento|mantenimiento programado/, 'maintenance'],
  [/evento de seguridad|request rejected|support id|acceso denegado|ha sido bloquead/, 'blocked'],
  [/curl error|operation timed out|tiempo de espera/, 'network'],
];

/** Novedades told in a sentence instead of a table. */
const NOVEDAD =
  /cancelada por|baja por|vigente con perdida|pendiente por solicitud|no se encuentra habilitad/;

/**
 * What a message of the site means for the cédula that was asked for.
 *
 * @returns null for words that nobody has seen yet
 */
export const readMessage = (text: string, cedula: string): Outcome | null => {
  const folded = fold(text);
  if (/no se encuentra en el censo/.test(folded)) return notFound(folded, cedula);
  const known = failures.find(([pattern]) => pattern.test(folded));
  if (known !== undefined) return failure(known[1], 'told by the site');
  if (NOVEDAD.test(folded)) {
    return namesOther(folded, cedula) ?? outcomeOf({ nuip: cedula, novedad: tidy(text) }, cedula);
  }
  return null;
};

const notFound = (folded: string, cedula: string): Outcome =>
  namesOther(folded, cedula) ?? { kind: 'not_found' };

/** A message that names a document names the one that was asked for, or it is about somebody else. */
const namesOther = (folded: string, cedula: string): Outcome | null => {
  const named = /numero ([\d.]+)/.exec(folded)?.[1]?.replace(/\D/g, '').replace(/^0+/, '');
  if (named === undefined || named === '' || named === cedula) return null;
  return failure('wrong_person', 'the message names another document');
};

import { z } from 'zod';
import { failure, type Outcome } from '../../../../shared/contract/outcome.ts';
import { readDocument } from '../../reading/document.ts';
import { type Fields, fieldsOf, outcomeOf } from '../../reading/fields.ts';
import { cleanValue } from '../../reading/fold.ts';
import { flag, parseJson } from '../../reading/json.ts';
import { readLabelled } from '../../reading/labelled-values.ts';
import { withPoint } from '../../reading/map-point.ts';
import { parseMarkup, wordsOf } from '../../reading/markup.ts';
import { aboutOther, readMessage } from '../../reading/message.ts';
import { readOlderNotFound } from '../../reading/older-api.ts';
import { readOtherShape, refused } from '../../reading/refusal.ts';
import { isWhole } from '../../reading/region.ts';
import type { ReadAnswer } from '../form/form-profile.ts';

/** A text, or nothing: servers of this kind say "none" as null, false, "" or an empty list. */
const text = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? value : null));

/** The answer of `POST /back/api/consulta` (seen). Keys inside `data` vary in case. */
const answerRule = z.object({
  ok: flag,
  error: text,
  encontrado: z.boolean().nullish(),
  data: z.record(z.string(), z.unknown()).nullish().catch(null),
  mensaje: text,
  novedad: z.union([z.boolean(), z.string()]).nullish(),
  descripcion: text,
  mapa: z.unknown().optional(),
});
type ConsultaAnswer = z.output<typeof answerRule>;

/**
 * Reads the body of the page's own query. `ok:false` that says nothing known is a refusal by its shape. The HTTP status decides nothing alone: statuses lie here.
 *
 * @param body as `decodeBody` gave it; HTML in place of the JSON is read as a page
 */
export const readConsultaAnswer: ReadAnswer = (body, cedula, status = 200) => {
  const json = parseJson(body);
  if (json === undefined) return readDocument(body, cedula);
  const older = readOlderNotFound(json, status, cedula);
  if (older !== null) return older;
  const parsed = answerRule.safeParse(json);
  if (!parsed.success) return readOtherShape(json, cedula);
  return interpret(parsed.data, cedula);
};

const interpret = (answer: ConsultaAnswer, cedula: string): Outcome => {
  const { ok, error, encontrado, novedad, mensaje, descripcion } = answer;
  if (encontrado === true && novedad) return failure('unrecognised', 'found, and a novedad');
  if (encontrado === true)
    return withPoint(readPlace(dataFields(answer), cedula), answer.mapa ?? answer.data?.mapa);
  if (novedad) return readNovedad(answer, cedula);
  for (const message of ok ? [mensaje, descripcion, error] : [error, mensaje, descripcion]) {
    const told = message == null || message === '' ? null : readMessage(wordsIn(message), cedula);
    if (told !== null) return told;
  }
  return ok ? failure('unrecognised', 'JSON without data or a known message') : refused();
};

const dataFields = ({ data }: ConsultaAnswer): Fields =>
  fieldsOf(
    Object.entries(data ?? {}).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
    ),
  );

/** `encontrado` says that there is a place; a novedad beside it contradicts that. */
const readPlace = (fields: Fields, cedula: string): Outcome =>
  fields.novedad === undefined
    ? outcomeOf(fields, cedula)
    : failure('unrecognised', 'a place and a novedad in one answer');

/** Cancelled: details in `data`, in a table inside `descripcion` or `mensaje`, or in words only. */
const readNovedad = (answer: ConsultaAnswer, cedula: string): Outcome => {
  const { mensaje, descripcion, novedad } = answer;
  const inData = dataFields(answer);
  if (inData.novedad !== undefined) return outcomeOf(inData, cedula);
  for (const html of [descripcion, mensaje]) {
    const nodes = html === null ? null : parseMarkup(html);
    if (html === null || nodes === null) continue;
    const labelled = readLabelled(nodes, isWhole(html));
    if (labelled.kind === 'unclear') return failure('unrecognised', 'more than one table or row');
    if (labelled.kind === 'none') continue;
    const fields = fieldsOf(labelled.values);
    if (fields.novedad === undefined) return failure('unrecognised', 'no novedad in the table');
    return outcomeOf(fields, cedula);
  }

  const words = [typeof novedad === 'string' ? novedad : '', descripcion ?? '', mensaje ?? '']
    .map((part) => wordsIn(part).trim())
    .filter((part) => part !== '');
  const told = words.map((part) => readMessage(part, cedula));
  const refusal = told.find((one) => one?.kind === 'failure');
  if (refusal != null) return refusal;
  // Which field has the novedad varies: the one that reads like one, else the first.
  const cancelled = words[told.findIndex((one) => one?.kind === 'cancelled')];
  if (cancelled === undefined && told.some((one) => one?.kind === 'not_found'))
    return failure('unrecognised', 'a novedad of somebody who is not found');
  const said = cancelled ?? words[0];
  if (said === undefined) return failure('unrecognised', 'novedad without a text');
  const other = words.map((part) => aboutOther(part, cedula)).find((told) => told !== null);
  if (other != null) return other;
  return outcomeOf({ ...inData, nuip: inData.nuip ?? cedula, novedad: cleanValue(said) }, cedula);
};

const wordsIn = (html: string): string => wordsOf(parseMarkup(html) ?? [], false);

import { z } from 'zod';
import { failure, type Outcome } from '../../../../shared/contract/outcome.ts';
import { isBlockPage } from '../../reading/block-page.ts';
import { type Fields, fieldsOf, outcomeOf } from '../../reading/fields.ts';
import { tidy } from '../../reading/fold.ts';
import { readMessage } from '../../reading/message.ts';
import { readResultTable, textOf } from '../../reading/result-table.ts';

/** A text, or nothing: servers of this kind say "none" as null, false, "" or an empty list. */
const text = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? value : null));

/** The answer of `POST /back/api/consulta` (seen). Keys inside `data` vary in case. */
const answerRule = z.object({
  ok: z.boolean(),
  error: text,
  encontrado: z.boolean().nullish(),
  data: z.record(z.string(), z.unknown()).nullish().catch(null),
  mensaje: text,
  novedad: z.union([z.boolean(), z.string()]).nullish(),
  descripcion: text,
});
type ConsultaAnswer = z.output<typeof answerRule>;

/**
 * Reads the body of the page's own query, whatever its HTTP status was: statuses lie here.
 *
 * @param body as the page received it
 */
export const readConsultaAnswer = (body: string, cedula: string): Outcome => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return readForeignBody(body, cedula);
  }
  const parsed = answerRule.safeParse(json);
  if (!parsed.success) return failure('unrecognised', 'JSON of another shape');
  return interpret(parsed.data, cedula);
};

/** HTML or plain text where JSON was expected: a block page or a message, never an answer about a person. */
const readForeignBody = (body: string, cedula: string): Outcome => {
  if (isBlockPage(body)) return failure('blocked', 'block page instead of JSON');
  const told = readMessage(textOf(body), cedula);
  return told?.kind === 'failure' ? told : failure('unrecognised', 'neither JSON nor a known page');
};

const interpret = (answer: ConsultaAnswer, cedula: string): Outcome => {
  const { ok, error, encontrado, novedad, mensaje, descripcion } = answer;
  if (encontrado === true) return readPlace(dataFields(answer), cedula);
  if (novedad) return readNovedad(answer, cedula);
  for (const message of ok ? [mensaje, descripcion, error] : [error, mensaje, descripcion]) {
    const told = message == null || message === '' ? null : readMessage(textOf(message), cedula);
    if (told !== null) return told;
  }
  return failure('unrecognised', 'JSON without data or a known message');
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
  const table = [descripcion, mensaje]
    .map((html) => readResultTable(html ?? ''))
    .find((rows) => rows !== null);
  const fields = table == null ? dataFields(answer) : fieldsOf(table);
  if (fields.novedad !== undefined) return outcomeOf(fields, cedula);
  if (/<table/i.test(`${descripcion}${mensaje}`)) return failure('unrecognised', 'no novedad in the table');

  const words = [typeof novedad === 'string' ? novedad : '', descripcion ?? '', mensaje ?? '']
    .map((part) => tidy(textOf(part)))
    .filter((part) => part !== '');
  const refusal = words.map((part) => readMessage(part, cedula)).find((told) => told?.kind === 'failure');
  if (refusal != null) return refusal;
  // Which field has the novedad varies: the one that reads like one, else the first.
  const said = words.find((part) => readMessage(part, cedula)?.kind === 'cancelled') ?? words[0];
  if (said === undefined) return failure('unrecognised', 'novedad without a text');
  // Words without a NUIP: the message check above has refused those that name another document.
  return outcomeOf({ ...fields, nuip: fields.nuip ?? cedula, novedad: said }, cedula);
};

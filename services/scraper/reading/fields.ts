import { failure, type Outcome, outcomeRule } from '../../../shared/contract/outcome.ts';
import { parseCedula } from '../../../shared/person/cedula.ts';
import { cleanValue, fold } from './fold.ts';
import { isDeath } from './novedad.ts';

/** The official answer's fields by our names; what the answer did not have is missing. */
export type Fields = Partial<Record<FieldName, string>> & {
  /** A NUIP beside the first one that differs from it. */
  otherNuip?: string;
};
type FieldName =
  | 'nuip'
  | 'departamento'
  | 'municipio'
  | 'puesto'
  | 'direccion'
  | 'mesa'
  | 'novedad'
  | 'resolucion'
  | 'fechaNovedad';

/** Headings and JSON keys, folded, with everything but letters gone (seen on the official pages). */
const names = new Map<string, FieldName>(
  Object.entries({
    nuip: 'nuip',
    documento: 'nuip',
    departamento: 'departamento',
    nomdepto: 'departamento',
    municipio: 'municipio',
    nommun: 'municipio',
    puesto: 'puesto',
    nompuesto: 'puesto',
    direccion: 'direccion',
    // What is left of an accent that was lost on the way.
    direccin: 'direccion',
    mesa: 'mesa',
    novedad: 'novedad',
    resolucion: 'resolucion',
    resolucin: 'resolucion',
    fechanovedad: 'fechaNovedad',
  } as const),
);

/** @returns the field that a heading or key names; undefined for one that says nothing to us */
export const fieldNamed = (label: string): FieldName | undefined =>
  label.length > MAX_LABEL ? undefined : names.get(fold(label).replace(SEPARATORS, ''));

/** What may stand in, between or after a label's words, also for a lost accent; anything else makes it another label. */
const SEPARATORS = /[\s_.:?\ufffd-]/g;
/** A longer text is no label, in characters: to fold every cell of a large table costs. */
const MAX_LABEL = 60;

/**
 * Sorts labelled values into fields; unknown labels are left out. A field that has two values, or a damaged one,
 * becomes empty: nobody can say what the answer is.
 */
export const fieldsOf = (labelled: Iterable<readonly [string, string]>): Fields => {
  const fields: Fields = {};
  for (const [label, value] of labelled) {
    const name = fieldNamed(label);
    if (name === undefined || value.trim() === '') continue;
    const given = cleanValue(value);
    const differs = fields[name] !== undefined && fields[name] !== given;
    // More than two join to what no number is.
    if (name === 'nuip' && differs)
      fields.otherNuip = fields.otherNuip === undefined ? given : `${fields.otherNuip} ${given}`;
    else fields[name] = differs ? '' : given;
  }
  return fields;
};

/**
 * Who else an answer is about: only a number that can be read is another person's. A dash, a notice or nothing in its
 * place says nothing about anybody.
 */
export const aboutSomebodyElse = ({ nuip, otherNuip }: Fields, cedula: string): boolean =>
  [nuip, otherNuip].some((given) => {
    const number = given === undefined ? null : parseCedula(given);
    return number !== null && number !== cedula;
  });

/**
 * What these fields mean for the cédula that was asked for. An answer for another number, or without one, or half
 * an answer, or what is too long to be one, is a failure and never a result.
 */
export const outcomeOf = (fields: Fields, cedula: string): Outcome => {
  const outcome = interpret(fields, cedula);
  if (outcomeRule.safeParse(outcome).success) return outcome;
  return failure('unrecognised', 'a field that is no answer: too long, or with two values');
};

const interpret = (fields: Fields, cedula: string): Outcome => {
  const { nuip, otherNuip, novedad } = fields;
  if (aboutSomebodyElse(fields, cedula))
    return failure('wrong_person', 'NUIP differs from the one asked for');
  if (nuip === undefined) return failure('unrecognised', 'answer without NUIP');
  if (otherNuip !== undefined && parseCedula(otherNuip) !== cedula)
    return failure('unrecognised', 'two NUIP, of which one cannot be read');
  if (parseCedula(nuip) !== cedula) return failure('unrecognised', 'a NUIP that cannot be read');
  if (novedad !== undefined) {
    const { resolucion = '', fechaNovedad = '' } = fields;
    return { kind: 'cancelled', novedad, resolucion, fechaNovedad, deceased: isDeath(novedad) };
  }
  const { departamento, municipio, puesto, direccion, mesa } = fields;
  if (!says(departamento) || !says(municipio) || !says(puesto) || !says(direccion) || !says(mesa)) {
    const present = Object.keys(fields).join(', ');
    return failure('unrecognised', `half an answer: only ${present}`);
  }
  return { kind: 'active', departamento, municipio, puesto, direccion, mesa };
};

/** A place or a number has a letter or a digit ("-" says nothing), and no tag that was torn apart. */
const says = (value: string | undefined): value is string =>
  value !== undefined && /[\p{L}\p{N}]/u.test(value) && !/[<>]/.test(value);

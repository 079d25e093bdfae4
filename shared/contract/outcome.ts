import { z } from 'zod';
import { coordinatesRule } from '../place/coordinates.ts';

/**
 * Why a lookup gave no answer. `page_changed`: the page has no longer what a lookup needs to ask; `unrecognised`: its answer
 * cannot be read. `crash` is the worker's own end, seen only when its lease expires.
 */
export const failureKinds = [
  'timeout',
  'network',
  'blocked',
  'captcha',
  'maintenance',
  'page_changed',
  'unrecognised',
  'wrong_person',
  'browser_crash',
  'crash',
] as const;
export type FailureKind = (typeof failureKinds)[number];

const field = z.string().trim().min(1).max(300);
/** A detail that the official page may leave empty. */
const detail = z.string().trim().max(500);

/** What one lookup found. A voting place is whole or it is not an answer: no field may be empty. */
export const outcomeRule = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('active'),
    departamento: field,
    municipio: field,
    puesto: field,
    direccion: field,
    mesa: field,
    /** Where the place is, from newer answers that say so plausibly. */
    mapa: coordinatesRule.optional(),
  }),
  z.object({
    kind: z.literal('cancelled'),
    novedad: field,
    resolucion: detail,
    fechaNovedad: detail,
    /** True only for death: novedad "Muerte" or "Fallecido", or state code 21 or 51. */
    deceased: z.boolean(),
  }),
  z.object({ kind: z.literal('not_found') }),
  z.object({
    kind: z.literal('failure'),
    failure: z.enum(failureKinds),
    /** For operators: what was seen, in English, without personal data. */
    detail: z.string().max(500),
  }),
]);

export type Outcome = z.output<typeof outcomeRule>;
export type Failure = Extract<Outcome, { kind: 'failure' }>;

export const failure = (kind: FailureKind, detail: string): Failure => ({
  kind: 'failure',
  failure: kind,
  detail: detail.slice(0, 500),
});

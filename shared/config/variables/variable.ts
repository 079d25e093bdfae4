import { z } from 'zod';

/** One documented environment variable: its rule, and what `.env.example` says about it (in Spanish). */
export interface Variable<S extends z.ZodType> {
  schema: S;
  /** The value used when the variable is unset or empty, as it would be typed; absent = none. */
  fallback: string | undefined;
  unit: string;
  help: string;
}

export const variable = <S extends z.ZodType>(
  schema: S,
  doc: { fallback?: string; unit: string; help: string },
): Variable<S> => ({ schema, fallback: doc.fallback, unit: doc.unit, help: doc.help });

export const integer = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, 'debe ser un número entero')
    .transform(Number)
    .refine((n) => n >= minimum && n <= maximum, `debe estar entre ${minimum} y ${maximum}`);

export const urlOf = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `debe ser una dirección completa que empiece por ${protocols.map((p) => `${p}//`).join(' o ')}`,
    );

export const text = z.string();
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `debe ser ${values.join(' o ')}` });

import type { Ctx } from '../context.ts';
import { formOf } from './form.ts';

/** One field of a form that is kept for its person, who sends it again. */
export interface KeptField {
  name: string;
  value: string;
}

/** What is typed anew instead of being written into a page. */
const SECRET = /password|code|codigo|llave/i;

/** Whether a field's value must not stand in a page. */
const isSecret = (name: string): boolean => SECRET.test(name);

/** The names of the fields that were filled in and must not stand in a page. */
export const secretNames = (ctx: Ctx): string[] =>
  Object.entries(formOf(ctx))
    .filter(([name, value]) => isSecret(name) && value !== '')
    .map(([name]) => name);

/**
 * What was sent, to be sent again; neither its token nor a secret.
 *
 * @param isLeft what else is left out
 */
export const keptFields = (ctx: Ctx, isLeft: (name: string) => boolean = () => false): KeptField[] =>
  Object.entries(formOf(ctx))
    .filter(([name]) => name !== '_csrf' && !isSecret(name) && !isLeft(name))
    .flatMap(([name, value]) =>
      (typeof value === 'object' && value !== null ? Object.values(value) : [value])
        .filter((one): one is string => typeof one === 'string')
        .map((one) => ({ name, value: one })),
    );

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

/** Which secrets a form had, where a page on its way did not ask for them anew. */
const OWED = '_pedir';

const owed = (given: unknown): string[] =>
  typeof given === 'string'
    ? given.split(',').filter((name) => /^\w{1,40}$/.test(name) && isSecret(name))
    : [];

/** The names of the fields that were filled in and must not stand in a page. */
export const secretNames = (ctx: Ctx): string[] => {
  const form = formOf(ctx);
  const filled = Object.entries(form).filter(([name, value]) => isSecret(name) && value !== '');
  return [...new Set([...filled.map(([name]) => name), ...owed(form[OWED])])];
};

/**
 * What was sent, to be sent again; neither its token nor a secret.
 *
 * @param isLeft what else is left out
 */
export const keptFields = (ctx: Ctx, isLeft: (name: string) => boolean = () => false): KeptField[] =>
  Object.entries(formOf(ctx))
    .filter(([name]) => name !== '_csrf' && name !== OWED && !isSecret(name) && !isLeft(name))
    .flatMap(([name, value]) =>
      (typeof value === 'object' && value !== null ? Object.values(value) : [value])
        .filter((one): one is string => typeof one === 'string')
        .map((one) => ({ name, value: one })),
    );

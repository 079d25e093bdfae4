import type { Ctx } from '../context.ts';
import { formOf } from '../web/form.ts';

/** One field of a form that waits for a proof. */
export interface KeptField {
  name: string;
  value: string;
}

/** The proof's own fields; nobody else's begin so. */
export const OWN = 'confirmar_';
/** What is typed anew instead of being written into a page. */
const SECRET = /password|code|codigo/i;

/** Whether a form has what must not stand in a page: then it is filled in again. */
export const hasSecrets = (ctx: Ctx): boolean =>
  Object.keys(formOf(ctx)).some((name) => !name.startsWith(OWN) && SECRET.test(name));

/** What was sent, to be sent again once the person has shown that it is they. */
export const keptFields = (ctx: Ctx): KeptField[] =>
  Object.entries(formOf(ctx))
    .filter(([name]) => name !== '_csrf' && !name.startsWith(OWN) && !SECRET.test(name))
    .flatMap(([name, value]) =>
      (typeof value === 'object' && value !== null ? Object.values(value) : [value])
        .filter((one): one is string => typeof one === 'string')
        .map((one) => ({ name, value: one })),
    );

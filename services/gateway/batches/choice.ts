import { z } from 'zod';
import { BATCH_PAGE } from '../../../shared/contract/batches.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import { everybodyQuery, type ReferralFilter } from '../filter/query.ts';
import { formOf, listField, ticked } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';

/** Most people that are chosen one by one. */
const MOST_CHOSEN = 500;
/** Of everybody whom a filter finds, so many are taken at once: a wish that is begun must end some day. */
const MOST_PAGES = 20;

export const TOO_MANY_CHOSEN = `Puede elegir hasta ${MOST_CHOSEN} personas una por una. Para más, vuelva a la lista, filtre y elija «todos».`;

/** What the forms that choose people say besides whom they mean. */
const OWN_FIELDS = ['_csrf', 'todos', 'con_respuesta', 'ids', 'confirmado', 'envio'];

const people = z.array(z.uuid('Cada elemento debe ser un identificador.'), {
  error: 'Debe ser una lista de identificadores.',
});
const sentRule = z.object({
  ids: people
    .min(1, 'Elija al menos una persona.')
    .max(MOST_CHOSEN, `Máximo ${MOST_CHOSEN} personas a la vez.`),
});

/** Whom a form means: people one by one, or everybody whom a filter finds; and whether also those who have an answer. */
export type Choice = { answered: boolean } & (
  | { kind: 'people'; ids: string[] }
  | { kind: 'all'; filter: Omit<ReferralFilter, 'sort'> }
);

/**
 * The choice that a form was sent with: `ids`, or `todos` and a filter; null when nobody was chosen. `con_respuesta` is the
 * wish of its own to look up those who have an answer.
 *
 * @throws AppError `validation` (400), `too_large` (413)
 */
export const choiceOf = (ctx: Ctx): Choice | null => {
  const answered = ticked(ctx, 'con_respuesta');
  if (ticked(ctx, 'todos')) {
    const { sort: _, ...filter } = everybodyQuery(formOf(ctx), OWN_FIELDS);
    return { kind: 'all', answered, filter };
  }
  const given = listField(ctx, 'ids');
  if (given.length === 0) return null;
  if (given.length > MOST_CHOSEN) throw new AppError('too_large', TOO_MANY_CHOSEN, { status: 413 });
  const ids = people.safeParse(given);
  if (ids.success) return { kind: 'people', answered, ids: [...new Set(ids.data)] };
  throw new AppError('validation', 'La lista de personas no es válida: vuelva a elegirlas.', { status: 400 });
};

/** The people that a program names as `ids`. @throws AppError `validation` (400) */
export const chosenIds = (ctx: Ctx): string[] => parsed(sentRule, bodyOf(ctx)).ids;

/** The chosen people's ids, a page at a time. */
export async function* pagesOf(ctx: Ctx, choice: Choice): AsyncGenerator<string[]> {
  if (choice.kind === 'people') return yield choice.ids;
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found: { ids: string[]; next: string | null } = await ctx.call('accounts.referralIds', {
      ...{ ...choice.filter, limit: BATCH_PAGE },
      ...(cursor === null ? {} : { cursor }),
    });
    if (found.ids.length > 0) yield found.ids;
    if (found.next === null) return;
    cursor = found.next;
  }
}

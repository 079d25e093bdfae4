import type { Middleware } from 'moleculer';
import type { z } from 'zod';
import { actions } from '../contract/actions.ts';
import { AppError, type FieldErrors } from '../errors.ts';

/** Validates the parameters of every action of this process against the contract before its handler runs. */
export const contractPlugin: Middleware = {
  name: 'contract',
  localAction(next, action) {
    const name = action.name ?? '';
    if (name.startsWith('$')) return next;
    const known: Record<string, { params: z.ZodType } | undefined> = actions;
    const entry = known[name];
    if (entry === undefined)
      throw new Error(`action ${name} is not in the contract (shared/contract/actions.ts)`);
    return function validate(context) {
      const parsed = entry.params.safeParse(context.params);
      if (!parsed.success) throw invalid(parsed.error);
      context.params = parsed.data;
      return next.call(this, context);
    };
  },
};

/** Names every refused field by the last part of its path: what a form calls it, not where it was nested. */
export const invalid = (error: z.ZodError): AppError => {
  const fields: FieldErrors = {};
  for (const issue of error.issues) {
    const name = issue.path.findLast((part) => typeof part === 'string') ?? '_';
    fields[name] ??= issue.message;
  }
  return new AppError('validation', 'Revise los datos marcados e intente de nuevo.', { status: 400, fields });
};

import type { Middleware } from 'moleculer';
import type { z } from 'zod';
import type { Callers } from '../contract/action.ts';
import { actions } from '../contract/actions.ts';
import { AppError, type FieldErrors, isAppError } from '../errors.ts';
import type { Credentials } from '../identity/guard.ts';
import { currentRequestId, duringRequest, isRequestId } from '../log/request-context.ts';
import { runtimeOf } from './runtime.ts';

type Entry = { params: z.ZodType; callers: Callers } | undefined;

/**
 * Holds every action of this process to the contract before its handler runs: who calls may, and the parameters are what it
 * says. A handler for a person is told who they are as their passport says, whatever the parameters said.
 */
export const contractPlugin: Middleware = {
  name: 'contract',
  localAction(next, action) {
    const name = action.name ?? '';
    const known: Record<string, Entry> = actions;
    const entry = known[name];
    if (entry === undefined)
      throw new Error(`action ${name} is not in the contract (shared/contract/actions.ts)`);
    const { guard, metrics } = runtimeOf(this);
    const log = this.getLogger('contract');
    const hold: typeof next = async function (context) {
      const actor = await guard.admit(name, entry.callers, context.meta).catch((error: unknown) => {
        if (isAppError(error)) metrics.callsRefused.inc({ action: name, code: error.code });
        // A session that is over, or a proof that is not fresh any more, is every day's.
        if (isAppError(error) && error.code === 'caller_refused')
          log.warn(`call of ${name} from ${context.nodeID ?? 'here'} refused: ${error.cause}`);
        throw error;
      });
      const parsed = entry.params.safeParse(context.params);
      if (!parsed.success) throw invalid(parsed.error);
      context.params = actor === null ? parsed.data : { ...(parsed.data as object), actor };
      return next.call(this, context);
    };
    return function (context) {
      const { request } = context.meta as Credentials;
      // Embedded it is known already: the call came from here.
      if (!isRequestId(request) || request === currentRequestId()) return hold.call(this, context);
      return duringRequest(request, () => hold.call(this, context));
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

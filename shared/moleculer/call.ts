import type { ServiceBroker } from 'moleculer';
import type { ActionInput, ActionName, ActionResult } from '../contract/actions.ts';
import type { ServiceName } from '../contract/services.ts';
import { AppError, isAppError } from '../errors.ts';
import { createCallerTokens } from '../identity/caller-token.ts';
import type { Credentials } from '../identity/guard.ts';
import { currentRequestId } from '../log/request-context.ts';
import { runtimeOf } from './runtime.ts';

interface CallOptions {
  timeoutMs?: number;
  /** Of the person for whom it is. */
  passport?: string;
}

/** Calls an action of the contract. */
export type Call = <N extends ActionName>(
  name: N,
  params: ActionInput<N>,
  options?: CallOptions,
) => Promise<ActionResult<N>>;

const UNREACHABLE = new Set([
  'ServiceNotFoundError',
  'ServiceNotAvailableError',
  'RequestTimeoutError',
  'RequestRejectedError',
  'RequestSkippedError',
  'BrokerDisconnectedError',
]);

/** The call was not sent: after NATS was away its broker takes seconds to find the others again. */
const NOT_SENT = new Set(['ServiceNotFoundError', 'ServiceNotAvailableError']);

/**
 * @param caller the service in whose name it is
 * @returns a function that calls through `broker`, or past NATS while that is away; every call has a timeout, 8 s
 *   unless told
 */
export const callerOf = (broker: ServiceBroker, caller: ServiceName): Call => {
  const { direct, keyring } = runtimeOf(broker);
  const tokens = createCallerTokens(keyring, caller);
  const perform = async (
    name: string,
    params: object,
    timeoutMs: number,
    meta: Credentials,
  ): Promise<unknown> => {
    if (direct?.isWanted(name)) return direct.call(name, params, timeoutMs, meta);
    const call = broker.call<unknown, object>(name, params, { timeout: timeoutMs, meta });
    if (direct === undefined) return call;
    try {
      return await direct.untilAway(name, call);
    } catch (error) {
      if (!(error instanceof Error) || !NOT_SENT.has(error.name)) throw error;
      return direct.call(name, params, timeoutMs, meta);
    }
  };
  return async (name, params, options = {}) => {
    try {
      const [called = ''] = name.split('.', 1);
      const meta = {
        caller: await tokens.for(called),
        passport: options.passport,
        request: currentRequestId(),
      };
      // The contract plugin validates on the other side; the broker itself does not know the types.
      return (await perform(name, params as object, options.timeoutMs ?? 8_000, meta)) as never;
    } catch (error) {
      throw explain(error, name);
    }
  };
};

/** A part of the system that cannot be reached becomes a 503 that a person understands. */
const explain = (error: unknown, action: string): unknown => {
  if (isAppError(error) || !(error instanceof Error) || !UNREACHABLE.has(error.name)) return error;
  return new AppError(
    'service_unavailable',
    'Una parte del portal no responde en este momento. Intente de nuevo en unos segundos.',
    { status: 503, retryAfterS: 5, cause: new Error(`${action}: ${error.message}`) },
  );
};

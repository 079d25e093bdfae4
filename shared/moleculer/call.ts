import type { ServiceBroker } from 'moleculer';
import type { ActionInput, ActionName, ActionResult } from '../contract/actions.ts';
import { AppError, isAppError } from '../errors.ts';

/** Calls an action of the contract. */
export type Call = <N extends ActionName>(
  name: N,
  params: ActionInput<N>,
  options?: { timeoutMs?: number },
) => Promise<ActionResult<N>>;

const UNREACHABLE = new Set([
  'ServiceNotFoundError',
  'ServiceNotAvailableError',
  'RequestTimeoutError',
  'RequestRejectedError',
  'RequestSkippedError',
  'BrokerDisconnectedError',
]);

/** @returns a function that calls through `broker`; every call has a timeout, 8 s unless told */
export const callerOf =
  (broker: ServiceBroker): Call =>
  async (name, params, options) => {
    try {
      // The contract plugin validates on the other side; the broker itself does not know the types.
      return (await broker.call(name, params as object, { timeout: options?.timeoutMs ?? 8_000 })) as never;
    } catch (error) {
      throw explain(error, name);
    }
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

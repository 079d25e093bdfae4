import { attempt, type Ended, order } from '../kit/order.ts';

/** `kubectl …` that must succeed, against whatever KUBECONFIG names. */
export const kubectl = (parameters: readonly string[], timeoutMs = 120_000): Promise<string> =>
  order('kubectl', parameters, { timeoutMs });

/** The same where a refusal is an answer. */
export const askKubectl = (parameters: readonly string[], timeoutMs = 120_000): Promise<Ended> =>
  attempt('kubectl', parameters, { timeoutMs });

/** What kubectl has as an object. */
export const read = async <T>(parameters: readonly string[]): Promise<T> =>
  JSON.parse(await kubectl([...parameters, '--output', 'json'])) as T;

import type { CallClient, DirectCall, PlainError } from './call-client.ts';
import type { KnownNodes } from './known-nodes.ts';

/** What a call that went past NATS ended in. */
export type DirectResult =
  | { kind: 'result'; result: unknown }
  | { kind: 'error'; error: PlainError; nodeId: string }
  | { kind: 'unavailable' }
  | { kind: 'lost'; reason: string; nodeId: string };

/** Two of a kind may have died unheard of; a person does not wait for more. */
const MOST_TRIES = 3;

/** Asks one of the processes that offer the action; another one only when the call cannot have arrived. */
export const callDirectly = async (
  { nodes, client }: { nodes: KnownNodes; client: Pick<CallClient, 'send'> },
  call: DirectCall,
  timeoutMs: number,
): Promise<DirectResult> => {
  const [service = ''] = call.action.split('.', 1);
  for (const { id, at } of nodes.offering(service).slice(0, MOST_TRIES)) {
    const answer = await client.send(at, call, timeoutMs);
    if (answer.kind === 'result') return answer;
    if (answer.kind !== 'unreachable') return { ...answer, nodeId: id };
    if (answer.gone) nodes.forget(id);
  }
  return { kind: 'unavailable' };
};

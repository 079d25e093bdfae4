import { type Departure, StaleTurnError, type Turn } from '../pace/pace.ts';
import type { SourcePlugin } from '../sources/source.ts';
import type { LookupTools, OpenedSource, Opening } from './opening.ts';
import { sameSite } from './same-site.ts';

interface HttpTools extends LookupTools {
  plugin: Extract<SourcePlugin, { via: 'http' }>;
}

/** Opens a source that asks by plain HTTP. Lanes are for browsers: such a source goes out directly. */
export const openOverHttp = async <T>(
  { pace, plugin, solver, url }: HttpTools,
  { signal, trip, keep }: Opening,
  work: (opened: OpenedSource) => Promise<T>,
): Promise<T> => {
  const isTarget = sameSite(url);
  let used = false;

  const takeTurn = async (kind: Departure): Promise<Turn> => {
    const first = kind === 'page' && !used ? trip()?.turn : undefined;
    used ||= first !== undefined;
    return first?.isFresh() ? first : pace.turn(kind, signal);
  };

  const paced: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const send = () => fetch(request, { signal: AbortSignal.any([signal, request.signal]) });
    if (!isTarget(new URL(request.url))) return send();
    const kind = request.method === 'GET' || request.method === 'HEAD' ? 'page' : 'query';
    for (;;) {
      const turn = await takeTurn(kind);
      let answer: Promise<Response> | undefined;
      let sentAt = 0;
      try {
        await turn.leave(async () => {
          sentAt = performance.now();
          answer = send();
          // Who awaits it is below; without a handler a refusal that comes first would end the process.
          answer.then(
            () => turn.reallyLeft(performance.now() - sentAt),
            () => undefined,
          );
        });
      } catch (error) {
        if (error instanceof StaleTurnError) continue;
        throw error;
      }
      if (kind === 'query') trip()?.queried();
      if (answer !== undefined) return answer;
    }
  };

  const source = plugin.open({ url, solver, fetch: paced, keep: (text) => keep('read by the source', text) });
  return work({ source, snapshot: async () => {} });
};

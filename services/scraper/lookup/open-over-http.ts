import { createDepart } from '../pace/depart.ts';
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
  const depart = createDepart({ pace, first: () => trip()?.turn, signal });

  const paced: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const send = () => fetch(request, { signal: AbortSignal.any([signal, request.signal]) });
    if (!isTarget(new URL(request.url))) return send();
    const kind = request.method === 'GET' || request.method === 'HEAD' ? 'page' : 'query';
    return new Promise((answered, failed) => {
      depart(kind, async (turn) => {
        const sentAt = performance.now();
        const answer = send();
        answer.then(() => turn.reallyLeft(performance.now() - sentAt)).catch(() => undefined);
        answered(answer);
        if (kind === 'query') trip()?.queried();
      }).catch(failed);
    });
  };

  const source = plugin.open({ url, solver, fetch: paced, keep: (text) => keep('read by the source', text) });
  return work({ source, snapshot: async () => {} });
};

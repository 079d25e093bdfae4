import { decodeBody } from '../../services/scraper/reading/decode.ts';
import { readDocument } from '../../services/scraper/reading/document.ts';
import { readConsultaAnswer } from '../../services/scraper/sources/consultacenso/read-answer.ts';
import type { SourcePlugin } from '../../services/scraper/sources/source.ts';
import { failure, type Outcome } from '../../shared/contract/outcome.ts';

/**
 * An example of another source: no browser, two requests. It reads the same answers as the form source, from the
 * simulator; the official page lets nobody in who comes like this. Most tests look up by it: it costs a fiftieth.
 */
export default {
  name: 'simulated-http',
  via: 'http',
  open: ({ url, fetch, keep, look }) => ({
    async lookup(cedula, signal): Promise<Outcome> {
      const visit = await fetch(url, { signal });
      const page = decodeBody(await visit.bytes());
      keep(page);
      look?.('form', page);
      if (visit.status >= 500) return failure('network', `HTTP ${visit.status}`);
      if (!page.includes('id="documento"')) {
        const seen = readDocument(page, cedula);
        const known = seen.kind === 'failure' && seen.failure !== 'unrecognised';
        return known ? seen : failure('page_changed', 'the form is gone');
      }
      const answer = await fetch(new URL('/back/api/consulta', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ documento: cedula, eleccionId: 0, captchaToken: '' }),
        signal,
      });
      const body = decodeBody(await answer.bytes());
      keep(body);
      look?.('answer', body);
      return readConsultaAnswer(body, cedula, answer.status);
    },
  }),
} satisfies SourcePlugin;

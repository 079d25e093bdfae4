import { z } from 'zod';
import { decodeBody } from '../../services/scraper/reading/decode.ts';
import { readConsultaAnswer } from '../../services/scraper/sources/consultacenso/read-answer.ts';
import type { SourcePlugin } from '../../services/scraper/sources/source.ts';

const electionsRule = z.object({ data: z.array(z.object({ id: z.number(), nombre: z.string() })) });

/**
 * An example of another source: no browser, two requests. It reads the same answers as the form source, from the
 * simulator; the official page lets nobody in who comes like this.
 */
export default {
  name: 'simulated-http',
  via: 'http',
  open: ({ url, fetch, keep }) => ({
    async lookup(cedula, signal) {
      const elections = await fetch(new URL('/back/api/elecciones', url), { signal });
      const current = electionsRule.parse(await elections.json()).data[0];
      const answer = await fetch(new URL('/back/api/consulta', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ documento: cedula, eleccionId: current?.id ?? 0, captchaToken: '' }),
        signal,
      });
      const body = decodeBody(await answer.bytes());
      keep(body);
      return readConsultaAnswer(body, cedula, answer.status);
    },
  }),
} satisfies SourcePlugin;

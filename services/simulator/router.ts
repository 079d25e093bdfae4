import type { IncomingMessage } from 'node:http';
import { consultacensoElections, consultacensoLookup, consultacensoPage } from './consultacenso/routes.ts';
import { indexPage, OUTAGE_PATH } from './index-page.ts';
import type { SimulatorState } from './state/state.ts';
import { beginOutage, isOutage, pageOf, underOutage } from './wire/outage.ts';
import { FORM_PATHS, isProfile } from './wire/profile.ts';
import { type Answer, text } from './wire/reply.ts';
import { wspHead, wspLookup, wspPage } from './wsp/routes.ts';

/** What a request gets, and whether the answer is a consultation's and so waits for the simulator's delay. */
export interface Routed {
  answer: Answer;
  delayed: boolean;
}

/**
 * Answers one request. What has no route is a 404, a consultation with too large a body a 413. The simulator's own
 * pages work also in an outage, which they begin and end.
 */
export const route = async (request: IncomingMessage, state: SimulatorState): Promise<Routed> => {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const { method } = request;
  if (method === 'GET' && url.pathname === '/') return atOnce(indexPage(state.outages));
  if (method === 'POST' && url.pathname === OUTAGE_PATH) return atOnce(chooseOutage(state, url));
  const { answer, delayed } = await usual(request, state, url.pathname);
  const outage = state.outages[pageOf(url.pathname)];
  if (outage === null) return { answer, delayed };
  return { answer: underOutage(outage, { method, path: url.pathname }, answer), delayed };
};

const chooseOutage = (state: SimulatorState, url: URL): Answer => {
  const chosen = url.searchParams.get('tipo');
  const page = url.searchParams.get('pagina');
  beginOutage(state.outages, isOutage(chosen) ? chosen : null, isProfile(page) ? page : undefined);
  return { ...text('', 303), headers: { location: '/' } };
};

const usual = async (request: IncomingMessage, state: SimulatorState, path: string): Promise<Routed> => {
  const { cookie, 'content-type': contentType } = request.headers;
  switch (`${request.method} ${path}`) {
    case `GET ${FORM_PATHS.consultacenso}`:
      return atOnce(consultacensoPage(state));
    case 'GET /back/api/elecciones':
      return atOnce(consultacensoElections());
    case 'POST /back/api/consulta':
      return consultation(request, (body) => consultacensoLookup(state, body));
    case `GET ${FORM_PATHS.wsp}`:
      return atOnce(wspPage(state, cookie));
    case `HEAD ${FORM_PATHS.wsp}`:
      return atOnce(wspHead());
    case `POST ${FORM_PATHS.wsp}`:
      return consultation(request, (body) => wspLookup(state, body, { cookie, contentType }));
    default:
      return atOnce(text('No encontrado', 404));
  }
};

const atOnce = (answer: Answer): Routed => ({ answer, delayed: false });

const consultation = async (
  request: IncomingMessage,
  lookup: (body: Buffer) => Answer | Promise<Answer>,
): Promise<Routed> => {
  const body = await readBody(request);
  if (body === 'too large') return atOnce(text('Solicitud demasiado grande', 413));
  return { answer: await lookup(body), delayed: true };
};

/** Largest request body accepted, in bytes. A real form sends less than 4 KiB, a captcha token included. */
const BODY_LIMIT = 64 * 1024;

/**
 * Reads a request's whole body. What goes past {@link BODY_LIMIT} is read and thrown away: a client that is cut off in
 * the middle of sending sees a broken connection instead of the 413.
 *
 * @returns the bytes, or `'too large'`
 * @throws when the client breaks off
 */
const readBody = async (request: IncomingMessage): Promise<Buffer | 'too large'> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  return size > BODY_LIMIT ? 'too large' : Buffer.concat(chunks);
};

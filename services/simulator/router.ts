import type { IncomingMessage } from 'node:http';
import { consultacensoElections, consultacensoLookup, consultacensoPage } from './consultacenso/routes.ts';
import { indexPage, OUTAGE_PATH } from './index-page.ts';
import { isOutage, underOutage } from './outage.ts';
import { FORM_PATHS } from './profile.ts';
import { readBody } from './read-body.ts';
import { type Answer, text } from './reply.ts';
import type { SimulatorState } from './state.ts';
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
export async function route(request: IncomingMessage, state: SimulatorState): Promise<Routed> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const { method } = request;
  if (method === 'GET' && url.pathname === '/') return atOnce(indexPage(state.outage));
  if (method === 'POST' && url.pathname === OUTAGE_PATH) return atOnce(chooseOutage(state, url));
  const { answer, delayed } = await usual(request, state, url.pathname);
  if (state.outage === null) return { answer, delayed };
  return { answer: underOutage(state.outage, { method, path: url.pathname }, answer), delayed };
}

function chooseOutage(state: SimulatorState, url: URL): Answer {
  const chosen = url.searchParams.get('tipo');
  state.outage = isOutage(chosen) ? chosen : null;
  return { ...text('', 303), headers: { location: '/' } };
}

async function usual(request: IncomingMessage, state: SimulatorState, path: string): Promise<Routed> {
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
}

function atOnce(answer: Answer): Routed {
  return { answer, delayed: false };
}

async function consultation(
  request: IncomingMessage,
  lookup: (body: Buffer) => Answer | Promise<Answer>,
): Promise<Routed> {
  const body = await readBody(request);
  if (body === 'too large') return atOnce(text('Solicitud demasiado grande', 413));
  return { answer: await lookup(body), delayed: true };
}

import { readFileSync } from 'node:fs';
import { endingNow } from '../endings/ending-for.ts';
import type { SimulatorState } from '../state/state.ts';
import { DOCUMENT_PATTERN, INVALID_DOCUMENT_TEXT, SERVER_ERROR_TEXT } from '../wire/official-texts.ts';
import { type Answer, html, type Reply, text, wspMessage } from '../wire/reply.ts';
import { isSolved } from '../wire/widget-token.ts';
import { wspAnswer } from './answers.ts';

const PAGE = readFileSync(new URL('./page.html', import.meta.url), 'utf8');

/** "Now and then" the page comes with HTTP 500 (seen; how often is guessed). Counted, so that no test depends on chance. */
const LOADS_PER_500 = 10;

/** What a session that has expired is told, beside `reload:true` (the flag seen, the words guessed). */
const EXPIRED_TEXT = 'La sesión ha expirado. La página se cargará de nuevo.';

/** `GET /censo/consultar/`: the form page with its session cookie and token. `cookie` is the request's `Cookie`. */
export const wspPage = (state: SimulatorState, cookie: string | undefined): Reply => {
  state.sawPage('wsp');
  state.wspLoads += 1;
  const { setCookie, token } = state.wspSessions.open(cookie);
  const status = state.wspLoads % LOADS_PER_500 === 0 ? 500 : 200;
  return { ...html(PAGE.replace('{{TOKEN}}', token), status), headers: { 'set-cookie': setCookie } };
};

/** `HEAD /censo/consultar/`: a 500 (seen). */
export const wspHead = (): Reply => text(SERVER_ERROR_TEXT, 500);

/** `POST /censo/consultar/`: multipart in. The session is checked first; the refusal of a bad document is guessed. */
export const wspLookup = async (
  state: SimulatorState,
  body: Buffer,
  headers: { cookie?: string | undefined; contentType?: string | undefined },
): Promise<Answer> => {
  const fields = await parse(body, headers.contentType);
  state.sawLookup('wsp', fields.nuip);
  if (!state.wspSessions.accepts(headers.cookie, fields.token)) {
    return wspMessage(false, EXPIRED_TEXT, { reload: true });
  }
  if (!DOCUMENT_PATTERN.test(fields.nuip)) return wspMessage(false, INVALID_DOCUMENT_TEXT);
  const captchaSolved = isSolved(fields.captcha);
  const { failedOnce, movedOnce } = state;
  return wspAnswer(endingNow(fields.nuip, { captchaSolved, failedOnce, movedOnce }));
};

/** The fields that matter; a body that is no form has none of them. */
const parse = async (
  body: Buffer,
  contentType = '',
): Promise<{ nuip: string; token: string; captcha: string }> => {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => undefined);
  const field = (name: string): string => {
    const value = form?.get(name);
    return typeof value === 'string' ? value : '';
  };
  return { nuip: field('nuip'), token: field('token'), captcha: field('g-recaptcha-response') };
};

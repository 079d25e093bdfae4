import { readFileSync } from 'node:fs';
import { endingNow } from '../endings/ending-for.ts';
import type { SimulatorState } from '../state/state.ts';
import { DOCUMENT_PATTERN, INVALID_DOCUMENT_TEXT } from '../wire/official-texts.ts';
import { type Answer, html, json, type Reply } from '../wire/reply.ts';
import { isSolved } from '../wire/widget-token.ts';
import { consultacensoAnswer } from './answers.ts';

const PAGE = readFileSync(new URL('./page.html', import.meta.url), 'utf8');

/** `GET /consultar/`: the form page. Ids of the form seen, those of overlay and result region guessed. */
export const consultacensoPage = (state: SimulatorState): Reply => {
  state.sawPage('consultacenso');
  return html(PAGE);
};

/** `GET /back/api/elecciones`: what fills the select (seen; the text of `mensaje` was not). */
export const consultacensoElections = (): Reply =>
  json({ ok: true, data: [{ id: 0, nombre: 'LUGAR DE VOTACION ACTUAL', mensaje: '' }] });

/** `POST /back/api/consulta`: JSON in; the refusal of a bad document is guessed. */
export const consultacensoLookup = (state: SimulatorState, body: Buffer): Answer => {
  const { documento, captchaToken } = parse(body);
  state.sawLookup('consultacenso', documento);
  if (!DOCUMENT_PATTERN.test(documento)) return json({ ok: false, error: INVALID_DOCUMENT_TEXT }, 400);
  const ending = endingNow(documento, {
    captchaSolved: isSolved(captchaToken),
    failedOnce: state.failedOnce,
    movedOnce: state.movedOnce,
  });
  return consultacensoAnswer(ending);
};

/** The fields that matter; what is missing, of another type or not JSON at all comes out empty. */
const parse = (body: Buffer): { documento: string; captchaToken: string } => {
  const { documento, captchaToken } = asObject(body.toString('utf8'));
  return {
    documento: typeof documento === 'string' ? documento : '',
    captchaToken: typeof captchaToken === 'string' ? captchaToken : '',
  };
};

const asObject = (text: string): { documento?: unknown; captchaToken?: unknown } => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};

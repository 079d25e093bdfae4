import { readConsultaAnswer } from '../../../services/scraper/sources/consultacenso/read-answer.ts';
import { readWspAnswer } from '../../../services/scraper/sources/wsp/read-answer.ts';
import { consultacensoAnswer } from '../../../services/simulator/consultacenso/answers.ts';
import type { Ending } from '../../../services/simulator/endings/endings.ts';
import { NOTICE_TEXT } from '../../../services/simulator/wire/official-texts.ts';
import type { Answer } from '../../../services/simulator/wire/reply.ts';
import { wspAnswer } from '../../../services/simulator/wsp/answers.ts';
import type { Outcome } from '../../../shared/contract/outcome.ts';
import { PLACE, type Truth } from './truths.ts';

/** What the official pages say of somebody, letter by letter, and what the readers of today make of it. */

/** The first source's page, and the one that is asked while that rests: both are one site, with one pace. */
export const pages = ['', 'wsp'] as const;
export type SitePage = (typeof pages)[number];

/** How a page's answers are made that is not any more what it was: whoever made it told nobody. */
export const drifts = {
  'its fields have other names': (body: string) =>
    body.replaceAll(/"(data|encontrado|success)":/g, '"$1Consulta":'),
  'it is wrapped': (body: string) => `{"respuesta":${body},"version":2}`,
  'it is cut': (body: string) => body.slice(0, Math.floor(body.length * 0.6)),
  'it is a page': (body: string) =>
    `<!doctype html><html><body><main><p class="dato">${words(body).join('</p><p class="dato">')}</p></main></body></html>`,
  'it says nothing': (body: string) => body.replaceAll(/(:\s*)"[^"]*"/g, '$1""'),
  'it contradicts itself': (body: string) => body.replace(/}$/, ',"novedad":true}'),
  'it asks for patience': (body: string) => body.replaceAll(/[A-Z][^"<>]{20,}\./g, NOTICE_TEXT),
} as const satisfies Record<string, (body: string) => string>;

/** A change of a page's answers: of this kind, or of all, in this part of the cases. */
export interface Drift {
  name: keyof typeof drifts | 'it is about somebody else';
  of: Truth['kind'] | 'all';
  part: number;
}

/** What a person would read of it: texts, and no names of fields. */
const words = (body: string): string[] =>
  [...body.matchAll(/:\s*"((?:[^"\\]|\\.)+)"/g)].map(([, word = '']) =>
    word.replaceAll('\\/', '/').replaceAll(/<[^>]*>/g, ' '),
  );

const endingOf = (nuip: string, truth: Truth | undefined): Ending => {
  const kind = truth?.kind ?? 'not_found';
  const version = String(truth?.version ?? 0);
  if (kind === 'not_found') return { name: 'notFound', nuip };
  if (kind === 'active') return { name: 'active', nuip, place: { ...PLACE, mesa: version } };
  const novedad = kind === 'deceased' ? 'Cancelada por Muerte' : 'Cancelada por Doble Cedulación';
  return {
    name: kind === 'deceased' ? 'cancelledByDeath' : 'cancelledOtherwise',
    nuip,
    cancellation: { novedad, resolucion: version, fechaNovedad: '01/02/2026' },
  };
};

const bodyOf = (answer: Answer): string => {
  if (typeof answer === 'string') throw new Error(`no body: ${answer}`);
  return answer.body;
};

/** What is read of what a page says of a cédula. @param drift how it has changed, where that concerns this answer */
export const readWording = (
  cedula: string,
  truth: Truth | undefined,
  page: SitePage,
  drift: Drift | null,
): Outcome => {
  const other = drift?.name === 'it is about somebody else';
  const ending = endingOf(other ? String(Number(cedula) + 1) : cedula, truth);
  const body = bodyOf(page === '' ? consultacensoAnswer(ending) : wspAnswer(ending));
  const said = drift === null || drift.name === 'it is about somebody else' ? body : drifts[drift.name](body);
  return (page === '' ? readConsultaAnswer : readWspAnswer)(said, cedula);
};

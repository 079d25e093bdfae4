import { expect } from 'chai';
import { blockedByStatus } from '../../../../services/scraper/sources/blocked-by-status.ts';
import type { ReadAnswer } from '../../../../services/scraper/sources/form-source.ts';
import { type FailureKind, type Outcome, outcomeRule } from '../../../../shared/contract/outcome.ts';

/** One answer of an official page. Every cédula, name and place is invented. */
export interface Fixture {
  what: string;
  /** Whether a capture or a public client of the page had it, or its form is our guess. */
  origin: 'seen' | 'guessed';
  body: string;
  /** HTTP status, where it matters; 200 unless told. */
  status?: number;
  /** A failure by its kind only: its detail is for operators. */
  means: Outcome | FailureKind;
}

export const CEDULA = '1020304050';
export const OTHER_CEDULA = '1020304051';

export const ACTIVE = {
  kind: 'active',
  departamento: 'TOLIMA',
  municipio: 'VILLA ESPERANZA',
  puesto: 'IE LA ESPERANZA SEDE 2',
  direccion: 'CL 12 No. 34-56',
  mesa: '7',
} satisfies Outcome;

export const NOT_FOUND_TEXT = `El documento de identidad número ${CEDULA} no se encuentra en el censo para esta elección.`;
export const CAPTCHA_TEXT = 'Marque el cuadro de verificación o captcha!…';
export const UPSTREAM_TEXT = 'Curl error: Operation timed out after 15008 milliseconds with 0 bytes received';
export const MAINTENANCE_TEXT = 'La información se encuentra en actualización. Por favor intente más tarde.';

/** A cancelled answer; death only for these. */
export const cancelled = (novedad: string, details = { resolucion: '', fechaNovedad: '' }): Outcome => ({
  kind: 'cancelled',
  novedad,
  ...details,
  deceased: /muerte|fallecid|^(21|51)$/i.test(novedad),
});

/** Every novedad that was seen, and state codes and spellings that were not. */
export const NOVEDADES: readonly [novedad: string, origin: Fixture['origin']][] = [
  ['Cancelada por Muerte', 'seen'],
  ['Cancelada por Doble Cedulación', 'seen'],
  ['Cancelada por Falsa Identidad', 'seen'],
  ['Baja por Perdida o Suspension de los Derechos Politicos', 'seen'],
  ['Vigente con Perdida o Suspension de los Derechos Politicos', 'seen'],
  ['Pendiente por Solicitud en proceso', 'seen'],
  ['Baja por Trashumancia', 'seen'],
  ['no se encuentra habilitado para votar', 'seen'],
  ['CANCELADA POR MUERTE (LEY 1365 DE 2009)', 'guessed'],
  ['Cancelada por doble cedulacion', 'guessed'],
  ['Fallecido', 'guessed'],
  ['FALLECIDA', 'guessed'],
  ...['21', '51'].map((code) => [code, 'guessed'] as const),
  ...['12', '14', '22', '23', '24', '25', '26', '28', '53', '88', '99'].map(
    (code) => [code, 'guessed'] as const,
  ),
].map(([novedad = '', origin]) => [novedad, origin === 'seen' ? 'seen' : 'guessed']);

const page = (body: string, script = ''): string =>
  `<!DOCTYPE html><html lang="es"><head><title>Consulta</title><script>${script}</script></head><body>${body}</body></html>`;

/** What may come in place of any answer, from either page. */
export const FOREIGN_BODIES: readonly Fixture[] = [
  {
    what: 'a block page',
    origin: 'seen',
    body: page('<div class="blocked"><h3>Su acceso ha sido bloqueado</h3></div>'),
    means: 'blocked',
  },
  {
    what: 'a page that wants a login',
    origin: 'seen',
    body: page('<div class="authenticate"><h3>Verifique</h3></div>'),
    means: 'blocked',
  },
  {
    what: 'the security event of HTTP 500',
    origin: 'seen',
    body: page('<p>Lo sentimos, se presentó un evento de&nbsp;seguridad.</p>'),
    means: 'blocked',
  },
  {
    what: 'the firewall’s standard page',
    origin: 'guessed',
    body: page('The requested URL was rejected. Request Rejected<br>Your support ID is: 1234567890123456789'),
    means: 'blocked',
  },
  {
    what: 'a script challenge',
    origin: 'guessed',
    body: page('', 'window["bobcmn"] = "1";'),
    means: 'blocked',
  },
  {
    what: 'a script challenge of the other name',
    origin: 'guessed',
    body: page('', 'window.TSPD_101 = 1'),
    means: 'blocked',
  },
  {
    what: 'a maintenance page',
    origin: 'guessed',
    body: page(`<p>${MAINTENANCE_TEXT}</p>`),
    means: 'maintenance',
  },
  { what: 'the upstream’s error as plain text', origin: 'guessed', body: UPSTREAM_TEXT, means: 'network' },
  { what: 'a plain HTTP 500', origin: 'guessed', body: 'Internal Server Error', means: 'unrecognised' },
  { what: 'nothing', origin: 'guessed', body: '', means: 'unrecognised' },
  {
    what: 'JSON cut in the middle',
    origin: 'guessed',
    body: '{"ok":true,"success":true,"da',
    means: 'unrecognised',
  },
  { what: 'JSON of another shape', origin: 'guessed', body: '{"resultado":[]}', means: 'unrecognised' },
  { what: 'JSON that is no object', origin: 'guessed', body: 'null', means: 'unrecognised' },
  {
    what: 'an older API’s 404',
    origin: 'guessed',
    body: '{"status_code":13,"message":"No encontrado"}',
    means: 'unrecognised',
  },
  {
    what: 'a page whose help says "no se encuentra"',
    origin: 'guessed',
    body: page(`<form></form><p class="ayuda">${NOT_FOUND_TEXT} Cancelada por Muerte.</p>`),
    means: 'unrecognised',
  },
  {
    what: 'a page whose script says CHALLENGE and captcha',
    origin: 'guessed',
    body: page('<form></form>', 'var CHALLENGE = { captcha: true }; // en mantenimiento'),
    means: 'unrecognised',
  },
];

/** Declares one test a fixture, and that the census service would take the outcome. */
export const itReads = (fixtures: readonly Fixture[], read: ReadAnswer): void => {
  for (const { what, origin, body, status, means } of fixtures) {
    it(`${what} (${origin}): ${typeof means === 'string' ? means : means.kind}`, () => {
      const outcome = blockedByStatus(read(body, CEDULA, status), status ?? 200);
      expect(outcome.kind === 'failure' ? outcome.failure : outcome).to.deep.equal(means);
      expect(outcomeRule.safeParse(outcome).success, 'the contract takes it').to.equal(true);
    });
  }
};

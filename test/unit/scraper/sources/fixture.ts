import { expect } from 'chai';
import type { ReadAnswer } from '../../../../services/scraper/sources/form/form-profile.ts';
import { weighStatus } from '../../../../services/scraper/sources/form/weigh-status.ts';
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
  deceased: /muerte|fallecid|^(21|51)$/i.test(novedad) && !/falsa muerte/i.test(novedad),
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
  ...['21 - Muerte', '51 MUERTE', '22 - Doble Cedulación', 'Falsa muerte'].map(
    (text) => [text, 'guessed'] as const,
  ),
  ...['21', '51'].map((code) => [code, 'guessed'] as const),
  ...['12', '14', '22', '23', '24', '25', '26', '28', '53', '88', '99'].map(
    (code) => [code, 'guessed'] as const,
  ),
].map(([novedad = '', origin]) => [novedad, origin === 'seen' ? 'seen' : 'guessed']);

const page = (body: string, script = ''): string =>
  `<!DOCTYPE html><html lang="es"><head><title>Consulta</title><script>${script}</script></head><body>${body}</body></html>`;

/** Cloudflare's, cut to what matters; its form is not the page's. */
const GATE_PAGE = `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body><div class="main-wrapper">
  <h1>consultacenso.example.com</h1><p>Enable JavaScript and cookies to continue</p>
  <form id="challenge-form" method="POST"><input type="hidden" name="md" value="x"></form></div>
  <script>window._cf_chl_opt={cvId:'3'};</script></body></html>`;

/** Trouble in the words that sites of this kind have, whatever the envelope. */
export const TROUBLES: readonly [words: string, kind: FailureKind, origin: Fixture['origin']][] = [
  ['Token inválido o expirado', 'blocked', 'seen'],
  ['Verificación de seguridad fallida', 'blocked', 'seen'],
  ['Demasiadas solicitudes', 'blocked', 'seen'],
  ['Ocurrió un error al procesar su solicitud', 'network', 'seen'],
  ['Ha superado el límite de consultas permitidas.', 'blocked', 'guessed'],
  ['Su sesión ha expirado. Recargue la página.', 'blocked', 'guessed'],
  ['Too Many Requests', 'blocked', 'guessed'],
  ['Acceso restringido por actividad inusual', 'blocked', 'guessed'],
  ['Token de captcha inválido', 'captcha', 'guessed'],
  ['Confirme que no soy un robot', 'captcha', 'guessed'],
  ['Nos encontramos en labores de mantenimiento', 'maintenance', 'seen'],
  ['El sitio está en construcción', 'maintenance', 'seen'],
  ['Portal no disponible por actualización', 'maintenance', 'guessed'],
  ['error code: 1015', 'blocked', 'guessed'],
  ['Estamos actualizando la información', 'maintenance', 'guessed'],
  ['Servicio temporalmente suspendido', 'maintenance', 'guessed'],
  ['El sistema se encuentra fuera de servicio', 'maintenance', 'guessed'],
  ['Presentamos intermitencia en el servicio', 'maintenance', 'guessed'],
  ['SE HA PRESENTADO UN INCONVENIENTE, INTENTE NUEVAMENTE', 'network', 'guessed'],
  ['No fue posible procesar la consulta en este momento.', 'network', 'guessed'],
  ['Error interno del servidor', 'network', 'guessed'],
  ['El número de documento no es válido. Digite solo números, máximo 10 dígitos.', 'unrecognised', 'guessed'],
];

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
  { what: 'the words of an HTTP 500', origin: 'guessed', body: 'Internal Server Error', means: 'network' },
  ...[500, 502, 503, 504].map(
    (status): Fixture => ({
      what: `a gateway’s HTTP ${status}`,
      origin: status === 504 ? 'seen' : 'guessed',
      body: page(`<center><h1>${status}</h1></center><hr><center>nginx</center>`),
      status,
      means: 'network',
    }),
  ),
  ...[403, 429, 503].map(
    (status): Fixture => ({
      what: `a challenge with HTTP ${status}: "Just a moment"`,
      origin: 'guessed',
      body: GATE_PAGE,
      status,
      means: 'blocked',
    }),
  ),
  { what: 'a challenge with HTTP 200', origin: 'guessed', body: GATE_PAGE, means: 'blocked' },
  {
    what: 'a challenge in Spanish, by its title alone',
    origin: 'guessed',
    body: '<html><head><title>Un momento…</title></head><body><div></div></body></html>',
    status: 403,
    means: 'blocked',
  },
  {
    what: 'labores de mantenimiento, as a page',
    origin: 'seen',
    body: page('<h1>Estamos en labores de mantenimiento</h1><p>Volveremos pronto.</p>'),
    means: 'maintenance',
  },
  {
    what: 'en construcción, as a page',
    origin: 'seen',
    body: page('<h2>Sitio en construcción</h2>'),
    means: 'maintenance',
  },
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
    what: 'an older API’s 404 (its message guessed)',
    origin: 'seen',
    body: '{"status_code":13,"message":"No encontrado"}',
    status: 404,
    means: { kind: 'not_found' },
  },
  {
    what: 'an older API’s 404 that names somebody else',
    origin: 'guessed',
    body: `{"status_code":13,"message":"Documento ${OTHER_CEDULA} no encontrado"}`,
    status: 404,
    means: 'wrong_person',
  },
  {
    what: 'an older API’s 404 with somebody else’s NUIP',
    origin: 'guessed',
    body: `{"status_code":13,"nuip":"${OTHER_CEDULA}"}`,
    status: 404,
    means: 'wrong_person',
  },
  {
    what: 'an older API’s 404 that has data all the same',
    origin: 'guessed',
    body: '{"status_code":13,"data":{"mesa":"7"}}',
    status: 404,
    means: 'unrecognised',
  },
  {
    what: 'the older API’s code without its HTTP status',
    origin: 'guessed',
    body: '{"status_code":13,"message":"No encontrado"}',
    status: 500,
    means: 'network',
  },
  { what: 'a plain HTTP 404', origin: 'guessed', body: 'Not Found', status: 404, means: 'unrecognised' },
  {
    what: 'HTTP 403 (its words guessed)',
    origin: 'seen',
    body: page('<h1>403 Forbidden</h1>'),
    status: 403,
    means: 'blocked',
  },
  { what: 'HTTP 429', origin: 'guessed', body: 'Too Many Requests', status: 429, means: 'blocked' },
  {
    what: 'the security event as plain text with HTTP 500',
    origin: 'seen',
    body: 'Lo sentimos, se presentó un evento de seguridad.',
    status: 500,
    means: 'blocked',
  },
  {
    what: 'the firewall’s page with its title',
    origin: 'guessed',
    body: '<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 1234567890123456789</body></html>',
    means: 'blocked',
  },
  {
    what: 'a script challenge by address',
    origin: 'guessed',
    body: '<html><head><script src="/TSPD/0a1b"></script></head><body><noscript>Please enable JavaScript. Your support ID is: 1</noscript></body></html>',
    means: 'blocked',
  },
  {
    what: 'a page with a challenge’s script, words and a form',
    origin: 'guessed',
    body: page('<form><input id="nuip"></form>', 'window.TSPD_101 = 1'),
    means: 'unrecognised',
  },
  {
    what: 'the notice that JavaScript is missing',
    origin: 'seen',
    body: page('<noscript>Se requiere JavaScript</noscript><p>Se requiere JavaScript</p>'),
    means: 'unrecognised',
  },
  {
    what: 'a loading overlay and nothing else',
    origin: 'seen',
    body: page('<div id="loadingOverlay">Cargando…</div>', 'start()'),
    means: 'unrecognised',
  },
  {
    what: 'help that speaks of blocks and maintenance',
    origin: 'guessed',
    body: page(
      '<h1>Consulta</h1><aside>Su acceso ha sido bloqueado, en mantenimiento.</aside><footer>evento de seguridad, captcha</footer>',
    ),
    means: 'unrecognised',
  },
  {
    what: 'help in a block, hidden',
    origin: 'guessed',
    body: page('<div style="display: none">La información se encuentra en actualización.</div>'),
    means: 'unrecognised',
  },
  {
    what: 'help in questions',
    origin: 'guessed',
    body: page(
      '<p>¿La información se encuentra en actualización?</p><p>Si el acceso ha sido bloqueado, espere.</p>',
    ),
    means: 'unrecognised',
  },
  {
    what: 'a page that is nothing but the not-found message',
    origin: 'guessed',
    body: page(`<p>${NOT_FOUND_TEXT}</p>`),
    means: { kind: 'not_found' },
  },
  {
    what: 'such a page that names nobody',
    origin: 'guessed',
    body: page('<p>El documento no se encuentra en el censo para esta elección.</p>'),
    means: 'unrecognised',
  },
  {
    what: 'such a page about somebody else',
    origin: 'guessed',
    body: page(`<p>${NOT_FOUND_TEXT.replace(CEDULA, OTHER_CEDULA)}</p>`),
    means: 'wrong_person',
  },
  {
    what: 'a whole page whose result region has the message, beside help',
    origin: 'guessed',
    body: page(
      `<form></form><div id="success"><div class="alert">${NOT_FOUND_TEXT}</div></div><footer>Cancelada por Muerte</footer>`,
    ),
    means: { kind: 'not_found' },
  },
  {
    what: 'a whole page with an empty result region, beside help',
    origin: 'guessed',
    body: page(`<form></form><div id="success"></div><footer>${NOT_FOUND_TEXT}</footer>`),
    means: 'unrecognised',
  },
  {
    what: 'a byte order mark before the block page',
    origin: 'guessed',
    body: `\ufeff${page('<div class="blocked"><h3>x</h3></div>')}`,
    means: 'blocked',
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
      const outcome = weighStatus(read(body, CEDULA, status), status ?? 200);
      expect(outcome.kind === 'failure' ? outcome.failure : outcome).to.deep.equal(means);
      expect(outcomeRule.safeParse(outcome).success, 'the contract takes it').to.equal(true);
    });
  }
};

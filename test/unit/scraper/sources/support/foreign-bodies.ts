import { CEDULA, type Fixture, OTHER_CEDULA } from '../../../../support/official/fixture.ts';
import { NOT_FOUND_TEXT } from '../../../../support/official/words.ts';
import { GATES, page } from './gates.ts';

/** What is no answer, or belongs to somebody else's question. */
const OTHERS: readonly Fixture[] = [
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

/** What may come in place of any answer, from either page. */
export const FOREIGN_BODIES: readonly Fixture[] = [...GATES, ...OTHERS];

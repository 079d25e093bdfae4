import { formPage } from '../../support/official/form-page.ts';
import { type HostilePage, LONG } from './hostile-page.ts';
import { drip, html, json, reset } from './hostile-site.ts';

const CHALLENGE = (script: string) =>
  `<html><head><script>window["bobcmn"] = "1"; ${script}</script></head><body></body></html>`;

/** What stands in place of the page. */
export const visits: readonly HostilePage[] = [
  {
    name: 'cut',
    what: 'cut in the middle of its form',
    behaviour: { visit: html('<html><body><h1>Consulta</h1><form id="consultaForm"><input id="docum') },
    ends: 'page_changed',
  },
  { name: 'large', what: 'of 3 MB without a form', behaviour: { visit: html(LONG) }, ends: 'page_changed' },
  {
    name: 'large-form',
    what: 'of 3 MB around its form',
    behaviour: { visit: html(formPage(LONG)) },
    ends: 'active',
  },
  {
    name: 'loop',
    what: 'that sends its visitor in a circle',
    behaviour: {
      visit: (request, response) => {
        response.writeHead(302, { location: request.url ?? '/' });
        response.end();
      },
    },
    ends: 'network',
  },
  {
    name: 'download',
    what: 'that is a download',
    behaviour: {
      visit: (_request, response) => {
        response.writeHead(200, {
          'content-type': 'application/octet-stream',
          'content-disposition': 'attachment; filename="consulta.bin"',
        });
        response.end('x'.repeat(1_000));
      },
    },
    ends: ['unrecognised', 'network'],
  },
  {
    name: 'json',
    what: 'that is JSON',
    behaviour: { visit: json('{"ok":false,"error":null}') },
    ends: 'page_changed',
  },
  { name: 'empty', what: 'that is empty', behaviour: { visit: html('') }, ends: 'unrecognised' },
  { name: 'reset', what: 'whose connection breaks', behaviour: { visit: reset }, ends: 'network' },
  {
    name: 'drip',
    what: 'that comes byte by byte',
    behaviour: { visit: drip },
    ends: ['timeout', 'unrecognised'],
  },
  {
    name: 'late',
    what: 'whose form comes late',
    behaviour: {
      visit: html(
        `<html><body><div id="app"></div><script>setTimeout(() => { document.write(${JSON.stringify(
          formPage(),
        ).replaceAll('</', '<\\/')}); document.close(); }, 1500)</script></body></html>`,
      ),
    },
    ends: 'active',
  },
  {
    name: 'busy',
    what: 'whose script never ends',
    behaviour: { visit: html(formPage('<script>for (;;);</script>')) },
    ends: 'timeout',
  },
  {
    name: 'dialogs',
    what: 'with dialogs as it opens',
    behaviour: {
      visit: html(
        formPage(
          '<script>alert("a"); confirm("b"); prompt("c"); addEventListener("beforeunload", (e) => e.preventDefault())</script>',
        ),
      ),
    },
    ends: 'active',
  },
  {
    name: 'visit-403',
    what: 'refused with HTTP 403',
    behaviour: { visit: html('<h1>Forbidden</h1>', 403) },
    ends: 'blocked',
  },
  {
    name: 'visit-event',
    what: 'with a security event and HTTP 500',
    behaviour: { visit: html('<p>Se presentó un evento de seguridad.</p>', 500) },
    ends: 'blocked',
  },
  {
    name: 'visit-rejected',
    what: 'rejected with a support id',
    behaviour: {
      visit: html(
        '<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.<br>Your support ID is: 123<script>1</script></body></html>',
      ),
    },
    ends: 'blocked',
  },
  {
    name: 'visit-blocked',
    what: 'with a block page and a script',
    behaviour: { visit: html('<div class="blocked"><h3>Bloqueado</h3></div><script>1</script>') },
    ends: 'blocked',
  },
  {
    name: 'challenge',
    what: 'whose script challenge never ends',
    behaviour: { visit: html(CHALLENGE('')) },
    ends: 'blocked',
  },
  {
    name: 'challenge-passed',
    what: 'whose script challenge lets in',
    behaviour: {
      visit: (request, response) =>
        /paso=1/.test(request.headers.cookie ?? '')
          ? html(formPage())(request, response)
          : html(CHALLENGE('document.cookie = "paso=1"; location.reload();'))(request, response),
    },
    ends: 'active',
  },
  {
    name: 'help',
    what: 'without a form, whose help speaks of blocks and maintenance',
    behaviour: {
      visit: html(
        '<h1>Consulta</h1><aside>La consulta ha sido bloqueada o está en mantenimiento, captcha.</aside><script>var CHALLENGE = "bloqueado"</script>',
      ),
    },
    ends: 'page_changed',
  },
];

/** The form whose list of elections comes from the site. */
const listed = (options: string): string =>
  formPage(
    '',
    `fetch('../back/api/elecciones').then((r) => r.json()).then(() => { eleccion.innerHTML = '${options}'; })`,
  ).replace(/<option.*<\/option>/, '');

const BOX =
  '<div id="consentimiento" style="position: fixed; inset: 0; z-index: 9"><button>Aceptar</button></div>';

/** What a page has become: the form is there, or nearly. */
export const changes: readonly HostilePage[] = [
  {
    name: 'other-id',
    what: 'whose input has another id',
    behaviour: { visit: html(formPage().replace('id="documento"', 'id="cedula"')) },
    ends: 'page_changed',
  },
  {
    name: 'no-option',
    what: 'without option 0',
    behaviour: { visit: html(formPage().replace('value="0"', 'value="7"')) },
    ends: 'page_changed',
  },
  {
    name: 'list-500',
    what: 'whose list of elections answers 500',
    behaviour: {
      visit: (request, response) =>
        /elecciones$/.test(request.url ?? '')
          ? html('Internal Server Error', 500)(request, response)
          : html(listed('<option value="0">LUGAR</option>'))(request, response),
    },
    ends: 'page_changed',
  },
  {
    name: 'consent',
    what: 'with a consent box over its form',
    behaviour: { visit: html(formPage(BOX)) },
    ends: 'page_changed',
  },
  {
    name: 'locked',
    what: 'whose input is locked',
    behaviour: { visit: html(formPage().replace('name="documento"', 'name="documento" readonly')) },
    ends: 'page_changed',
  },
  {
    name: 'no-query',
    what: 'that sends nothing',
    behaviour: {
      visit: html(
        formPage('', `document.querySelector('form').addEventListener('submit', (e) => e.preventDefault())`),
      ),
    },
    ends: 'page_changed',
  },
  {
    name: 'gate',
    what: 'behind a gate ("Just a moment")',
    behaviour: {
      visit: html(
        '<html><head><title>Just a moment...</title></head><body><form id="challenge-form"></form><script>setInterval(() => { document.body.append("."); }, 200)</script></body></html>',
        403,
      ),
    },
    ends: 'blocked',
  },
];

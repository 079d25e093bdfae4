import type { FailureKind } from '../../../shared/contract/outcome.ts';
import { CEDULA, NOT_FOUND_TEXT } from '../../unit/scraper/sources/fixture.ts';
import { ANSWER, type Behaviour, drip, formPage, html, json, reset, TABLE } from './hostile-site.ts';

/** A page that misbehaves, and how a lookup there ends. */
export interface HostilePage {
  name: string;
  what: string;
  behaviour: Behaviour;
  ends: FailureKind | 'active' | 'not_found' | readonly FailureKind[];
}

/** 10 MB. */
const LARGE = `<p>${'relleno '.repeat(400)}</p>\n`.repeat(3_200);
const CHALLENGE = (script: string) =>
  `<html><head><script>window["bobcmn"] = "1"; ${script}</script></head><body></body></html>`;

/** What stands in place of the page. */
const visits: readonly HostilePage[] = [
  {
    name: 'cut',
    what: 'cut in the middle of its form',
    behaviour: { visit: html('<html><body><h1>Consulta</h1><form id="consultaForm"><input id="docum') },
    ends: 'page_changed',
  },
  { name: 'large', what: 'of 10 MB without a form', behaviour: { visit: html(LARGE) }, ends: 'page_changed' },
  {
    name: 'large-form',
    what: 'of 10 MB around its form',
    behaviour: { visit: html(formPage(LARGE)) },
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
const changes: readonly HostilePage[] = [
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

let doomed: () => void = () => {};
/** Tells what is to happen while the page's query is open. */
export const whileAsked = (happens: () => void): void => {
  doomed = happens;
};

/** What the query gets, or the page does with it. */
const queries: readonly HostilePage[] = [
  { name: 'dead-tab', what: 'whose tab dies', behaviour: { query: () => doomed() }, ends: 'browser_crash' },
  { name: 'query-reset', what: 'whose query breaks', behaviour: { query: reset }, ends: 'network' },
  {
    name: 'query-drip',
    what: 'whose answer comes byte by byte',
    behaviour: { query: drip },
    ends: 'timeout',
  },
  {
    name: 'query-late',
    what: 'whose answer comes after the deadline',
    behaviour: {
      query: (request, response) => {
        const timer = setTimeout(() => json(ANSWER)(request, response), 12_000);
        response.on('close', () => clearTimeout(timer));
      },
    },
    ends: 'timeout',
  },
  {
    name: 'query-large',
    what: 'whose answer has 10 MB',
    behaviour: { query: html(LARGE) },
    ends: 'unrecognised',
  },
  {
    name: 'query-empty',
    what: 'whose answer is empty',
    behaviour: { query: json('') },
    ends: 'unrecognised',
  },
  {
    name: 'query-403',
    what: 'whose query is refused',
    behaviour: { query: html('No', 403) },
    ends: 'blocked',
  },
  {
    name: 'query-cut',
    what: 'whose answer breaks off',
    behaviour: {
      query: (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': ANSWER.length + 10 });
        response.write(ANSWER.slice(0, -20), () => response.destroy());
      },
    },
    ends: 'network',
  },
  {
    name: 'query-latin',
    what: 'whose answer is ISO-8859-1 and says UTF-8',
    behaviour: {
      query: (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
        response.end(Buffer.from(`{"ok":false,"error":"${NOT_FOUND_TEXT}"}`, 'latin1'));
      },
    },
    ends: 'not_found',
  },
  {
    name: 'submit-dialog',
    what: 'with a dialog as the form is sent',
    behaviour: {
      visit: html(
        formPage('<script>addEventListener("submit", () => { alert("a"); confirm("b"); }, true)</script>'),
      ),
    },
    ends: 'active',
  },
  {
    name: 'navigation',
    what: 'whose form opens a page with the answer',
    behaviour: {
      visit: html(formPage('', '')),
      query: html(formPage('', '').replace('<section id="resultado">', `<section id="resultado">${TABLE}`)),
    },
    ends: 'active',
  },
  {
    name: 'navigation-cut',
    what: 'whose form opens a page that breaks off in the answer',
    behaviour: {
      visit: html(formPage('', '')),
      query: html(`<html><body><section id="resultado">${TABLE.slice(0, TABLE.indexOf('7</b>') + 1)}`),
    },
    ends: 'unrecognised',
  },
  {
    name: 'navigation-late',
    what: 'whose form opens a page that shows the answer by script',
    behaviour: {
      visit: html(formPage('', '')),
      query: html(
        `<html><body><section id="resultado"></section><script>setTimeout(() => { resultado.innerHTML = ${JSON.stringify(TABLE).replaceAll('</', '<\\/')}; }, 500)</script></body></html>`,
      ),
    },
    ends: 'active',
  },
  {
    name: 'shown',
    what: 'that shows its answer and asks another address',
    behaviour: {
      visit: html(
        formPage(
          '',
          `document.querySelector('form').addEventListener('submit', (e) => { e.preventDefault(); resultado.innerHTML = 'Consultando…';
           setTimeout(() => { resultado.innerHTML = ${JSON.stringify(TABLE).replaceAll('</', '<\\/')}; }, 500); })`,
        ),
      ),
    },
    ends: 'active',
  },
  {
    name: 'shown-other',
    what: 'that shows somebody else’s answer',
    behaviour: {
      visit: html(
        formPage(
          '',
          `document.querySelector('form').addEventListener('submit', (e) => { e.preventDefault();
           resultado.innerHTML = ${JSON.stringify(TABLE.replace(CEDULA, '1020304051')).replaceAll('</', '<\\/')}; })`,
        ),
      ),
    },
    ends: 'wrong_person',
  },
];

export const PAGES: readonly HostilePage[] = [...visits, ...changes, ...queries];

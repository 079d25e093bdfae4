import { CEDULA } from '../../support/official/fixture.ts';
import { ANSWER, formPage, TABLE } from '../../support/official/form-page.ts';
import { NOT_FOUND_TEXT } from '../../support/official/words.ts';
import { type HostilePage, LARGE } from './hostile-page.ts';
import { drip, html, json, reset } from './hostile-site.ts';

let doomed: () => void = () => {};
/** Tells what is to happen while the page's query is open. */
export const whileAsked = (happens: () => void): void => {
  doomed = happens;
};

/** What the query gets, or the page does with it. */
export const queries: readonly HostilePage[] = [
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

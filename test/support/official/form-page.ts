import { DATA } from './consultacenso.ts';
import { CEDULA } from './fixture.ts';

/** What the page's query is answered. */
export const ANSWER = JSON.stringify({ ok: true, encontrado: true, data: DATA });

/** The result table as it was seen. */
export const TABLE = `<table id='consulta'><tr>${[
  ['NUIP', CEDULA],
  ['DEPARTAMENTO', 'TOLIMA'],
  ['MUNICIPIO', 'VILLA ESPERANZA'],
  ['PUESTO', 'IE LA ESPERANZA SEDE 2'],
  ['DIRECCIÓN', 'CL 12 No. 34-56'],
  ['MESA', '<b>7</b>'],
]
  .map(([label, value]) => `<td data-th='${label}'>${value}</td>`)
  .join('')}</tr></table>`;

const FORM = `<form id="consultaForm" method="post" action="../back/api/consulta">
  <input id="documento" name="documento"><select id="eleccion"><option value="0">LUGAR DE VOTACION ACTUAL</option></select>
  <button id="submitBtn">CONSULTAR</button></form>`;
const ASK = `document.querySelector('#consultaForm').addEventListener('submit', async (event) => {
  event.preventDefault();
  await fetch('../back/api/consulta', { method: 'POST', body: document.querySelector('#documento').value })
    .then((r) => r.text()).catch(() => {});
});`;

/** The official page's form, with more before it and a script after it. */
export const formPage = (before = '', script = ASK): string =>
  `<!doctype html><html lang="es"><title>Consulta</title><body>${before}${FORM}<section id="resultado"></section>
  <aside>Si su cédula no se encuentra en el censo, acérquese.</aside><script>${script}</script></body></html>`;

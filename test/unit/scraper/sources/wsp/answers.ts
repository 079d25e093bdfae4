import { CEDULA } from '../../../../support/official/fixture.ts';

export type Column = readonly [label: string, value: string];

export const PLACE: readonly Column[] = [
  ['NUIP', CEDULA],
  ['DEPARTAMENTO', 'TOLIMA'],
  ['MUNICIPIO', 'VILLA ESPERANZA'],
  ['PUESTO', 'IE LA ESPERANZA SEDE 2'],
  ['DIRECCIÓN', 'CL 12 No. 34-56'],
  ['MESA', '<b>7</b>'],
];

export const headings = (columns: readonly Column[]): string =>
  columns.map(([label]) => `<th>${label}</th>`).join('');

export const cells = (columns: readonly Column[]): string =>
  columns.map(([label, value]) => `<td data-th='${label}'>${value}</td>`).join('');

export const bareCells = (columns: readonly Column[]): string =>
  columns.map(([, value]) => `<td>${value}</td>`).join('');

/** A table as it was seen: single quotes, a stray `</p>`, a notice. */
export const table = (columns: readonly Column[], row = cells(columns)): string =>
  "<div class='table-responsive'><table class='table table-bordered' id='consulta'>" +
  `<thead><tr>${headings(columns)}</tr></thead><tbody><tr>${row}</tr></tbody></table></p>` +
  '<h3>Señor ciudadano: verifique su puesto antes de cada elección.</h3></div>';

/** The answer's envelope, with escaped slashes (seen). */
export const answer = (message: string, more: object = {}): string =>
  JSON.stringify({ success: true, data: { message }, ...more }).replaceAll('/', '\\/');

export const refusal = (message: string, more: object = {}): string =>
  answer(message, { success: false, ...more });

export const changed = (label: string, change: (value: string) => string): Column[] =>
  PLACE.map(([name, value]) => [name, name === label ? change(value) : value]);

export const blank = (columns: readonly Column[]): string => '<td></td>'.repeat(columns.length);

/** Above the headings of a DataTables one. */
export const TITLE = '<tr><th colspan="6">INFORMACIÓN DEL LUGAR DE VOTACIÓN</th></tr>';

export const rows = (columns: readonly Column[]): string =>
  columns.map(([label, value]) => `<tr><td>${label}:</td><td>${value}</td></tr>`).join('');

export const whole = answer(table(PLACE));

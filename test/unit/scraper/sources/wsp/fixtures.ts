import {
  ACTIVE,
  CAPTCHA_TEXT,
  CEDULA,
  cancelled,
  type Fixture,
  MAINTENANCE_TEXT,
  NOT_FOUND_TEXT,
  NOVEDADES,
  OTHER_CEDULA,
  TROUBLES,
  UPSTREAM_TEXT,
} from '../fixture.ts';

type Column = readonly [label: string, value: string];

const PLACE: readonly Column[] = [
  ['NUIP', CEDULA],
  ['DEPARTAMENTO', 'TOLIMA'],
  ['MUNICIPIO', 'VILLA ESPERANZA'],
  ['PUESTO', 'IE LA ESPERANZA SEDE 2'],
  ['DIRECCIÓN', 'CL 12 No. 34-56'],
  ['MESA', '<b>7</b>'],
];

const headings = (columns: readonly Column[]): string =>
  columns.map(([label]) => `<th>${label}</th>`).join('');
const cells = (columns: readonly Column[]): string =>
  columns.map(([label, value]) => `<td data-th='${label}'>${value}</td>`).join('');
const bareCells = (columns: readonly Column[]): string =>
  columns.map(([, value]) => `<td>${value}</td>`).join('');

/** A table as it was seen: single quotes, a stray `</p>`, a notice. */
const table = (columns: readonly Column[], row = cells(columns)): string =>
  "<div class='table-responsive'><table class='table table-bordered' id='consulta'>" +
  `<thead><tr>${headings(columns)}</tr></thead><tbody><tr>${row}</tr></tbody></table></p>` +
  '<h3>Señor ciudadano: verifique su puesto antes de cada elección.</h3></div>';

/** The answer's envelope, with escaped slashes (seen). */
const answer = (message: string, more: object = {}): string =>
  JSON.stringify({ success: true, data: { message }, ...more }).replaceAll('/', '\\/');

const refusal = (message: string, more: object = {}): string => answer(message, { success: false, ...more });

const changed = (label: string, change: (value: string) => string): Column[] =>
  PLACE.map(([name, value]) => [name, name === label ? change(value) : value]);

const blank = (columns: readonly Column[]): string => '<td></td>'.repeat(columns.length);

/** Above the headings of a DataTables one. */
const TITLE = '<tr><th colspan="6">INFORMACIÓN DEL LUGAR DE VOTACIÓN</th></tr>';

const rows = (columns: readonly Column[]): string =>
  columns.map(([label, value]) => `<tr><td>${label}:</td><td>${value}</td></tr>`).join('');

export const FOUND: readonly Fixture[] = [
  { what: 'the table with data-th', origin: 'seen', body: answer(table(PLACE)), means: ACTIVE },
  {
    what: 'slashes that are not escaped',
    origin: 'guessed',
    body: answer(table(PLACE)).replaceAll('\\/', '/'),
    means: ACTIVE,
  },
  {
    what: 'the table with headings only',
    origin: 'guessed',
    body: answer(table(PLACE, bareCells(PLACE))),
    means: ACTIVE,
  },
  {
    what: 'columns in another order, and one more',
    origin: 'guessed',
    body: answer(
      table([...PLACE.toReversed(), ['ZONA', '01']], bareCells([...PLACE.toReversed(), ['ZONA', '01']])),
    ),
    means: ACTIVE,
  },
  {
    what: 'headings with entities, without accents, in lower case',
    origin: 'guessed',
    body: answer(table(PLACE).replaceAll('DIRECCIÓN', 'Direcci&oacute;n&nbsp;').replaceAll('MESA', 'mesa')),
    means: ACTIVE,
  },
  {
    what: 'values with NBSP, line breaks, entities and dots',
    origin: 'guessed',
    body: answer(
      table(PLACE)
        .replaceAll('VILLA ESPERANZA', '\n VILLA&nbsp;&#160;ESPERANZA\u00a0 ')
        .replace(CEDULA, '1.020.304.050'),
    ),
    means: ACTIVE,
  },
  {
    what: 'an address with an ampersand',
    origin: 'guessed',
    body: answer(table(changed('DIRECCIÓN', () => 'CL 12 &amp; CR 3'))),
    means: { ...ACTIVE, direccion: 'CL 12 & CR 3' },
  },
  {
    what: 'label and value rows of older pages, with the date of inscription',
    origin: 'guessed',
    body: answer(`<table>${rows([...PLACE, ['Fecha de inscripción', '2004-05-06']])}</table>`),
    means: ACTIVE,
  },
  {
    what: 'a definition list',
    origin: 'guessed',
    body: answer(`<dl>${PLACE.map(([label, value]) => `<dt>${label}</dt><dd>${value}</dd>`).join('')}</dl>`),
    means: ACTIVE,
  },
  {
    what: 'lines of label and value',
    origin: 'guessed',
    body: answer(PLACE.map(([label, value]) => `<p><strong>${label}:</strong> ${value}</p>`).join('')),
    means: ACTIVE,
  },
  {
    what: 'rows with headings at their left',
    origin: 'guessed',
    body: answer(
      `<table>${PLACE.map(([label, value]) => `<tr><th>${label}</th><td>${value}</td></tr>`).join('')}</table>`,
    ),
    means: ACTIVE,
  },
  {
    what: 'the table in a whole page’s result region',
    origin: 'guessed',
    body: `<html><body><form id="form"></form><div id="success">${table(PLACE)}</div><footer>captcha</footer></body></html>`,
    means: ACTIVE,
  },
  {
    what: 'a byte order mark, and JSON in a JSON string',
    origin: 'guessed',
    body: `\ufeff${JSON.stringify(answer(table(PLACE)))}`,
    means: ACTIVE,
  },
  {
    what: 'accents that were lost on the way',
    origin: 'guessed',
    body: answer(table(PLACE).replaceAll('DIRECCIÓN', 'DIRECCI\ufffdN')),
    means: ACTIVE,
  },
  {
    what: 'another table beside the result',
    origin: 'guessed',
    body: answer(`${table(PLACE)}<table><tr><td>Aviso</td><td>x</td></tr></table>`),
    means: ACTIVE,
  },
  {
    what: 'success false beside a whole table',
    origin: 'guessed',
    body: refusal(table(PLACE)),
    means: ACTIVE,
  },
  {
    what: 'in a table of the page, nested',
    origin: 'guessed',
    body: answer(`<table><tr><td>${table(PLACE).replace(" id='consulta'", '')}</td></tr></table>`),
    means: ACTIVE,
  },
  {
    what: 'a title row with colspan above the headings',
    origin: 'seen',
    body: answer(table(PLACE, bareCells(PLACE)).replace('<thead>', `<thead>${TITLE}`)),
    means: ACTIVE,
  },
  {
    what: 'a title row of td, and the headings once more below',
    origin: 'guessed',
    body: answer(
      table(PLACE, bareCells(PLACE))
        .replace('<thead>', `<thead>${TITLE.replaceAll('th', 'td')}`)
        .replace('</tbody>', `</tbody><tfoot><tr>${headings(PLACE)}</tr></tfoot>`),
    ),
    means: ACTIVE,
  },
  {
    what: 'a title row of several cells',
    origin: 'guessed',
    body: answer(
      table(PLACE, bareCells(PLACE)).replace(
        '<thead>',
        '<thead><tr><th>PERSONA</th><th colspan="5">LUGAR</th></tr>',
      ),
    ),
    means: ACTIVE,
  },
  {
    what: 'a title row above rows of label and value',
    origin: 'guessed',
    body: answer(`<table>${TITLE.replace('6', '2')}${rows(PLACE)}</table>`),
    means: ACTIVE,
  },
  {
    what: 'an empty row and a notice over all columns below the row',
    origin: 'guessed',
    body: answer(table(PLACE, `${cells(PLACE)}</tr><tr>${blank(PLACE)}</tr><tr><td colspan="6">Aviso</td>`)),
    means: ACTIVE,
  },
  {
    what: 'headings in cells of data',
    origin: 'guessed',
    body: answer(
      table(PLACE, bareCells(PLACE)).replace(headings(PLACE), headings(PLACE).replaceAll('th', 'td')),
    ),
    means: ACTIVE,
  },
  {
    what: 'an entity that lost a letter: &amp; became &mp;, which HTML reads as ∓',
    origin: 'guessed',
    body: answer(table(changed('DIRECCIÓN', () => 'CL 12 &mp; CR 3'))),
    means: { ...ACTIVE, direccion: 'CL 12 ∓ CR 3' },
  },
  {
    what: 'an entity that was doubled: &ampamp; is the text &amp;',
    origin: 'guessed',
    body: answer(table(changed('DIRECCIÓN', () => 'CL 12 &ampamp; CR 3'))),
    means: { ...ACTIVE, direccion: 'CL 12 &amp; CR 3' },
  },
  {
    what: 'bare HTML in place of the JSON',
    origin: 'guessed',
    body: table(PLACE),
    means: ACTIVE,
  },
];

const whole = answer(table(PLACE));

/** An empty results row, as DataTables and others write one. */
const EMPTY_ROWS: readonly [what: string, row: string][] = [
  [
    '«No hay datos» over all columns',
    '<td valign="top" colspan="6" class="dataTables_empty">No hay datos</td>',
  ],
  ['«Ningún dato disponible en esta tabla»', '<td colspan="6">Ningún dato disponible en esta tabla</td>'],
  ['«No hay datos» without colspan', '<td>No hay datos</td>'],
  ['no cells', ''],
  ['empty cells', blank(PLACE)],
  ['empty cells with data-th', cells(PLACE.map(([label]) => [label, ' &nbsp;']))],
  ['dashes', bareCells(PLACE.map(([label]) => [label, '-']))],
  ['dashes with data-th', cells(PLACE.map(([label]) => [label, '--']))],
  ['invisible marks', bareCells(PLACE.map(([label]) => [label, '&#8203;']))],
  [
    'a notice in the first cell',
    bareCells(PLACE.map(([label], at) => [label, at === 0 ? 'No hay datos' : ''])),
  ],
];

export const NOT_WHOLE: readonly Fixture[] = [
  ...EMPTY_ROWS.map(
    ([what, row]): Fixture => ({
      what: `with an empty results row: ${what}`,
      origin: 'guessed',
      body: answer(table(PLACE, row)),
      means: 'unrecognised',
    }),
  ),
  {
    what: 'with an empty results row under the only heading',
    origin: 'guessed',
    body: answer(table([['NUIP', 'No hay datos']])),
    means: 'unrecognised',
  },
  {
    what: 'with an empty results row under a title',
    origin: 'guessed',
    body: answer(table(PLACE, '<td colspan="6">No hay datos</td>').replace('<thead>', `<thead>${TITLE}`)),
    means: 'unrecognised',
  },
  {
    what: 'of another NUIP under a title row',
    origin: 'guessed',
    body: answer(
      table(PLACE, bareCells(changed('NUIP', () => OTHER_CEDULA))).replace('<thead>', `<thead>${TITLE}`),
    ),
    means: 'wrong_person',
  },
  {
    what: 'with a value over two columns',
    origin: 'guessed',
    body: answer(table(PLACE, `${bareCells(PLACE.slice(0, 4))}<td colspan="2">CL 12</td><td>7</td>`)),
    means: 'unrecognised',
  },
  ...PLACE.map(
    ([label]): Fixture => ({
      what: `without ${label}`,
      origin: 'guessed',
      body: answer(table(PLACE.filter(([name]) => name !== label))),
      means: 'unrecognised',
    }),
  ),
  ...PLACE.map(
    ([label]): Fixture => ({
      what: `with an empty ${label}`,
      origin: 'guessed',
      body: answer(table(changed(label, () => '&nbsp;'))),
      means: 'unrecognised',
    }),
  ),
  {
    what: 'in a whole page that was cut in the last value',
    origin: 'guessed',
    body: `<html><body><div id="success">${table(PLACE).slice(0, table(PLACE).indexOf('7</b>') + 1)}`,
    means: 'unrecognised',
  },
  {
    what: 'with a zero byte in a value',
    origin: 'guessed',
    body: answer(table(changed('MESA', () => '<b>1\u00002</b>'))),
    means: 'unrecognised',
  },
  {
    what: 'with dashes for values',
    origin: 'guessed',
    body: answer(table(changed('MESA', () => '<b>--</b>'))),
    means: 'unrecognised',
  },
  {
    what: 'of another NUIP',
    origin: 'guessed',
    body: answer(table(PLACE).replace(CEDULA, OTHER_CEDULA)),
    means: 'wrong_person',
  },
  {
    what: 'cut in the middle of the JSON',
    origin: 'guessed',
    body: whole.slice(0, whole.indexOf('<b>7') + 4),
    means: 'unrecognised',
  },
  {
    what: 'cut in the middle of the table',
    origin: 'guessed',
    body: answer(table(PLACE).slice(0, table(PLACE).indexOf('CL 12'))),
    means: 'unrecognised',
  },
  {
    what: 'cut before the row',
    origin: 'guessed',
    body: answer(table(PLACE, '')),
    means: 'unrecognised',
  },
  { what: 'twice', origin: 'guessed', body: answer(table(PLACE) + table(PLACE)), means: 'unrecognised' },
  {
    what: 'with two rows',
    origin: 'guessed',
    body: answer(table(PLACE, `${cells(PLACE)}</tr><tr>${cells(PLACE)}`)),
    means: 'unrecognised',
  },
  {
    what: 'with a table inside, which moves the columns',
    origin: 'guessed',
    body: answer(
      table(PLACE, bareCells(changed('PUESTO', (puesto) => `${puesto}<table><td>SEDE</td></table>`))),
    ),
    means: 'unrecognised',
  },
  {
    what: 'with a cell more than headings',
    origin: 'guessed',
    body: answer(table(PLACE, bareCells(PLACE).replace('<td>TOLIMA', '<td>01</td><td>TOLIMA'))),
    means: 'unrecognised',
  },
  {
    what: 'of two people in one list',
    origin: 'guessed',
    body: answer(
      `<table>${rows(PLACE.filter(([label]) => label !== 'MESA'))}${rows(PLACE).replace('VILLA', 'PUERTO')}</table>`,
    ),
    means: 'unrecognised',
  },
  {
    what: 'as a broken list without its NUIP, with words of another answer in it',
    origin: 'guessed',
    body: answer(
      'd><dt>DEPARTAMENTO</dt><dd>TOLIMA</dd><dt>MUNICIPIO</dt><dd>VILLA no se encuentra en el censo</dd></dl>',
    ),
    means: 'unrecognised',
  },
  {
    what: 'in a comment',
    origin: 'guessed',
    body: answer(`<!-- ${table(PLACE)} -->`),
    means: 'unrecognised',
  },
];

const CANCELLED = (novedad: string): Column[] => [
  ['NUIP', CEDULA],
  ['NOVEDAD', novedad],
  ['RESOLUCIÓN', '4521 DE 2019'],
  ['FECHA NOVEDAD', '12/03/2019'],
];
const DETAILS = { resolucion: '4521 DE 2019', fechaNovedad: '12/03/2019' };

/** Novedades that are words enough to stand without a table. */
const SENTENCES = NOVEDADES.filter(([novedad]) => / por | con | habilitado/i.test(novedad));

export const NOVEDAD: readonly Fixture[] = [
  // Columns seen, markup guessed.
  ...NOVEDADES.map(
    ([novedad]): Fixture => ({
      what: `«${novedad}» in a table`,
      origin: 'guessed',
      body: answer(table(CANCELLED(novedad))),
      means: cancelled(novedad, DETAILS),
    }),
  ),
  ...SENTENCES.map(
    ([novedad, origin]): Fixture => ({
      what: `«${novedad}» in words only`,
      origin,
      body: refusal(`<p>${novedad}</p>`),
      means: cancelled(novedad),
    }),
  ),
  {
    what: 'a table without resolución and fecha',
    origin: 'guessed',
    body: answer(table(CANCELLED('Baja por Trashumancia').slice(0, 2))),
    means: cancelled('Baja por Trashumancia'),
  },
  {
    what: 'a table about somebody else',
    origin: 'guessed',
    body: answer(table(CANCELLED('Cancelada por Muerte')).replace(CEDULA, OTHER_CEDULA)),
    means: 'wrong_person',
  },
  {
    what: 'words about somebody else',
    origin: 'guessed',
    body: refusal(`El documento de identidad número ${OTHER_CEDULA} no se encuentra habilitado para votar.`),
    means: 'wrong_person',
  },
  {
    what: 'words over two lines',
    origin: 'guessed',
    body: refusal('Cancelada&nbsp;por\n  Muerte'),
    means: cancelled('Cancelada por Muerte'),
  },
  {
    what: 'a table with an empty NOVEDAD',
    origin: 'guessed',
    body: answer(table(CANCELLED(' '))),
    means: 'unrecognised',
  },
];

export const MESSAGES: readonly Fixture[] = [
  {
    what: 'not found with success',
    origin: 'seen',
    body: answer(NOT_FOUND_TEXT),
    means: { kind: 'not_found' },
  },
  { what: 'not found without', origin: 'seen', body: refusal(NOT_FOUND_TEXT), means: { kind: 'not_found' } },
  {
    what: 'not found in an error box',
    origin: 'seen',
    body: refusal(`<div class='alert alert-danger'><p>${NOT_FOUND_TEXT}</p></div>`),
    means: { kind: 'not_found' },
  },
  {
    what: 'not found, with entities and NBSP',
    origin: 'guessed',
    body: answer(
      NOT_FOUND_TEXT.replace('número ', 'n&uacute;mero&nbsp;').replace('se encuentra', 'se\u00a0encuentra'),
    ),
    means: { kind: 'not_found' },
  },
  {
    what: 'not found, of somebody else',
    origin: 'guessed',
    body: answer(NOT_FOUND_TEXT.replace(CEDULA, OTHER_CEDULA)),
    means: 'wrong_person',
  },
  { what: 'the captcha was missing', origin: 'seen', body: refusal(CAPTCHA_TEXT), means: 'captcha' },
  { what: 'the upstream was too slow', origin: 'seen', body: refusal(UPSTREAM_TEXT), means: 'network' },
  { what: 'maintenance', origin: 'seen', body: refusal(MAINTENANCE_TEXT), means: 'maintenance' },
  {
    what: 'the session has expired',
    origin: 'seen',
    body: refusal('Recargue.', { reload: true }),
    means: 'network',
  },
  {
    what: 'the session has expired, beside words of an answer',
    origin: 'guessed',
    body: answer(NOT_FOUND_TEXT, { reload: true }),
    means: 'network',
  },
  {
    what: 'a block page inside the answer',
    origin: 'guessed',
    body: refusal("<div class='blocked'><h3>Bloqueado</h3></div>"),
    means: 'blocked',
  },
  {
    what: 'a script inside that says "no se encuentra en el censo"',
    origin: 'guessed',
    body: refusal('<script>var CHALLENGE = "no se encuentra en el censo";</script>Vuelva pronto.'),
    means: 'blocked',
  },
  ...TROUBLES.map(
    ([words, means, origin]): Fixture => ({
      what: `success:false, «${words}»`,
      origin,
      body: refusal(`<p>${words}</p>`),
      means,
    }),
  ),
  { what: 'success:false without words', origin: 'guessed', body: refusal(''), means: 'blocked' },
  {
    what: 'success:false, in words that nobody has seen',
    origin: 'guessed',
    body: refusal('Vuelva pronto.'),
    means: 'blocked',
  },
  {
    what: 'success:true, in words that nobody has seen',
    origin: 'guessed',
    body: answer('Vuelva pronto.'),
    means: 'unrecognised',
  },
  {
    what: 'the other page’s JSON',
    origin: 'guessed',
    body: JSON.stringify({ ok: true, encontrado: false, mensaje: NOT_FOUND_TEXT }),
    means: 'unrecognised',
  },
];

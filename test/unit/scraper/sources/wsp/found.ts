import { ACTIVE, CEDULA, type Fixture } from '../../../../support/official/fixture.ts';
import {
  answer,
  bareCells,
  blank,
  cells,
  changed,
  headings,
  PLACE,
  refusal,
  rows,
  TITLE,
  table,
} from './answers.ts';

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

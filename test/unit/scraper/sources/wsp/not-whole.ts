import { CEDULA, type Fixture, OTHER_CEDULA } from '../../../../support/official/fixture.ts';
import { answer, bareCells, blank, cells, changed, PLACE, rows, TITLE, table, whole } from './answers.ts';

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

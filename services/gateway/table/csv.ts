import { writeCsvStream } from 'hucre/csv';
import { wallTime } from '../../../shared/time/colombia.ts';
import type { TableCell, TableColumn } from './column.ts';

/**
 * Bytes of a CSV file, made as they are read. Separated by semicolons: where decimals have a comma, as in Colombia,
 * Excel opens only such files as columns. The byte order mark tells it that the letters are UTF-8. Every cell is quoted,
 * so that a text with another separator in it stays one cell in every program.
 */
export const writeCsv = <Row>(
  columns: readonly TableColumn<Row>[],
  rows: AsyncIterable<Row>,
): ReadableStream<Uint8Array> =>
  writeCsvStream(lines(columns, rows), {
    headers: columns.map(({ header }) => header),
    delimiter: ';',
    lineSeparator: '\r\n',
    quoteStyle: 'all',
    bom: true,
  });

async function* lines<Row>(
  columns: readonly TableColumn<Row>[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<string[]> {
  for await (const row of rows) yield columns.map((column) => written(column.cell(row)));
}

/** One line a row, whatever a text holds: then a reader can count rows. */
const written = (cell: TableCell): string => {
  if (cell === null) return '';
  if (cell instanceof Date) return wallTime(cell).toISOString().slice(0, 16).replace('T', ' ');
  return withoutFormula(cell).replace(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' ');
};

/**
 * What spreadsheet programs take for the beginning of a formula, also behind blanks and invisible letters, and as the
 * wide letters that some keyboards write: = + - @ and their like, and the bar of old exchange commands.
 */
const FORMULA = /^[\p{Cc}\p{Cf}\p{Z}]*[=+\-@|\u2212\uff0b\uff0d\uff1d\uff20\uff5c\ufe62\ufe63\ufe66\ufe6b]/u;
/** Programs drop these, and look at what is left. */
const DROPPED_FIRST = /^[\t\r\n]/;

/** Text that no spreadsheet program runs: an apostrophe makes it text, as a person would type it. */
export const withoutFormula = (text: string): string =>
  FORMULA.test(text) || DROPPED_FIRST.test(text) ? `'${text}` : text;

import { fieldNamed } from './fields.ts';
import { findAll, isBeside, isElement, type MarkupElement, type MarkupNode, wordsOf } from './markup.ts';

/** Labels and values of the official answer, in its order. */
type LabelledValues = (readonly [label: string, value: string])[];

/** `unclear`: something there has the labels of an answer, and nobody can say what it answers. */
type Labelled = { kind: 'found'; values: LabelledValues } | { kind: 'unclear' } | { kind: 'none' };

/**
 * Reads the labelled values of an answer: the result table, else the label and value pairs of older pages (`dl`, or
 * lines as "Municipio: X").
 *
 * @param isWhole false when the markup was cut: then the last value may have been, too
 */
export const readLabelled = (nodes: readonly MarkupNode[], isWhole: boolean): Labelled => {
  const tables = resultTables(nodes);
  if (tables === null || tables.length > 1 || (tables.length > 0 && !isWhole)) return { kind: 'unclear' };
  const values = tables[0] === undefined ? readPairs(nodes) : readTable(tables[0]);
  if (values === null) return { kind: 'unclear' };
  if (!values.some(([label]) => fieldNamed(label) !== undefined)) return { kind: 'none' };
  return isWhole ? { kind: 'found', values } : { kind: 'unclear' };
};

/** No answer has more; each cell of nested ones has the words of all that are in it. */
const MAX_TABLES = 50;

/**
 * `table#consulta` where there is one, else every table that has a label of an answer in cells of its own.
 *
 * @returns null for more tables than any answer has
 */
const resultTables = (nodes: readonly MarkupNode[]): MarkupElement[] | null => {
  const tables = findAll(nodes, ({ name }) => name === 'table', isBeside);
  if (tables.length > MAX_TABLES) return null;
  const named = tables.filter(({ attribs }) => attribs.id === 'consulta');
  if (named.length > 0) return named;
  return tables.filter((table) =>
    rowsOf(table)
      .flat()
      .some((cell) => fieldNamed(labelOf(cell)) !== undefined || fieldNamed(wordsOf([cell])) !== undefined),
  );
};

/** The cells of a table's own rows, without those of tables inside. */
const rowsOf = (table: MarkupElement): MarkupElement[][] => {
  const inner = (element: MarkupElement): boolean => element.name === 'table';
  return findAll(table.children, ({ name }) => name === 'tr', inner).map((row) =>
    findAll(row.children, ({ name }) => name === 'td' || name === 'th', inner),
  );
};

const labelOf = ({ attribs }: MarkupElement): string => attribs['data-th'] ?? '';

/**
 * Cells by their `data-th`, else by the heading above them, else as rows of a label and a value. A title above the
 * headings, and a notice over all columns, are no data.
 *
 * @returns null for a table in the table, for a table without a row of data or with more than one, and for cells that no
 * heading can be counted to
 */
const readTable = (table: MarkupElement): LabelledValues | null => {
  if (findAll(table.children, ({ name }) => name === 'table').length > 0) return null;
  const rows = withoutNotices(rowsOf(table).filter((cells) => cells.some((cell) => textOf(cell) !== '')));
  if (isPairs(rows)) return rows.map(([label, value]) => [textOf(label), textOf(value)] as const);
  const headings = headingsOf(rows);
  const [cells, ...others] = rows.filter((row) => !isHeadings(row) && row.some(({ name }) => name === 'td'));
  if (cells === undefined || others.length > 0) return null;
  const data = cells.filter(({ name }) => name === 'td');
  if (data.every(({ attribs }) => attribs['data-th'] !== undefined))
    return data.map((cell, index) => [labelOf(cell) || textOf(headings?.[index]), textOf(cell)] as const);
  if (headings === null || data.length !== headings.length || data.some(spans)) return null;
  return data.map((cell, index) => [labelOf(cell) || textOf(headings[index]), textOf(cell)] as const);
};

/** A cell alone in its row, in a table of more columns, is a title or a notice ("Ningún dato disponible"). */
const withoutNotices = (rows: readonly MarkupElement[][]): MarkupElement[][] => {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  return rows.filter(([cell, more]) => columns === 1 || more !== undefined || !isNotice(cell));
};

const isNotice = (cell: MarkupElement | undefined): boolean =>
  cell !== undefined && fieldNamed(labelOf(cell)) === undefined && fieldNamed(textOf(cell)) === undefined;

/** A row that is nothing but headings: of `th`, or of cells with an answer's labels where values would stand. */
const isHeadings = (row: readonly MarkupElement[]): boolean =>
  row.every(({ name }) => name === 'th') ||
  (row.length > 2 &&
    row.every((cell) => labelOf(cell) === '' && fieldNamed(textOf(cell)) !== undefined && !spans(cell)));

/**
 * The headings that the values stand under: of the one row of them that has an answer's labels, which may be there
 * twice, above and below.
 *
 * @returns null when nobody can say which they are
 */
const headingsOf = (rows: readonly MarkupElement[][]): MarkupElement[] | null => {
  const named = rows.filter(
    (row) => isHeadings(row) && row.some((cell) => fieldNamed(textOf(cell)) !== undefined),
  );
  const [headings] = named;
  if (headings === undefined) return null;
  const words = (row: readonly MarkupElement[]) => row.map(textOf).join('\n');
  const same = named.every((row) => words(row) === words(headings));
  return same && !headings.some(spans) ? headings : null;
};

/** Does this cell take the place of several, so that those beside it cannot be counted? */
const spans = ({ attribs }: MarkupElement): boolean =>
  [attribs.colspan, attribs.rowspan].some((span) => span !== undefined && span.trim() !== '1');

/** Is every row a label and a value? One row of two headings above one of two values is not. */
const isPairs = (rows: readonly MarkupElement[][]): boolean =>
  rows.length > 0 &&
  rows.every(([, value, more]) => value?.name === 'td' && more === undefined) &&
  rows.every(([label]) => fieldNamed(textOf(label)) !== undefined || rows.length > 1) &&
  !rows.flat().some(({ attribs }) => attribs['data-th'] !== undefined);

const textOf = (element: MarkupElement | undefined): string =>
  element === undefined ? '' : wordsOf([element]).trim();

const readPairs = (nodes: readonly MarkupNode[]): LabelledValues | null => {
  const pairs: LabelledValues = [];
  for (const list of findAll(nodes, ({ name }) => name === 'dl', isBeside)) {
    const cells = findAll(list.children, ({ name }) => name === 'dt' || name === 'dd');
    for (const [index, cell] of cells.entries()) {
      const value = cells[index + 1];
      if (cell.name === 'dt' && value?.name === 'dd') pairs.push([textOf(cell), textOf(value)]);
    }
  }
  return pairs.length > 0 ? pairs : readLines(nodes);
};

/** Lines as "Municipio: X", of which an answer has several. */
const readLines = (nodes: readonly MarkupNode[]): LabelledValues => {
  if (!nodes.some(isElement)) return [];
  const lines = wordsOf(nodes, false).split('\n');
  return lines.flatMap((line): LabelledValues => {
    const [label = '', value] = line.split(/:(.*)/s);
    return value !== undefined && fieldNamed(label) !== undefined ? [[label, value]] : [];
  });
};

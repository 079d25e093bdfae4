import { load } from 'cheerio/slim';

/** A table of the official answer as label and value pairs. */
export type LabelledValues = (readonly [string, string])[];

/**
 * Reads the one result table of a piece of HTML: cells by their `data-th`, else by the heading above them, else as
 * label and value rows (older pages). Markup is broken in the wild: stray tags and both kinds of quotes are fine.
 *
 * @returns null when there is no table, or more than one, or one in another, or more than one row of data, or cells
 * that no heading can be counted to: then nobody can say which is the answer
 */
export const readResultTable = (html: string): LabelledValues | null => {
  const $ = load(html);
  const table = $('table#consulta').length > 0 ? $('table#consulta') : $('table');
  if (table.length !== 1 || table.find('table').length > 0) return null;
  const rows = table.find('tr').toArray();
  const headings = table
    .find('th')
    .toArray()
    .map((cell) => $(cell).text());
  const data = rows.map((row) => $(row).find('td').toArray()).filter((cells) => cells.length > 0);
  if (headings.length === 0 && data.every((cells) => cells.length === 2)) {
    return data.map(([label, value]) => [$(label).text(), $(value).text()] as const);
  }
  const [cells, ...others] = data;
  if (cells === undefined || others.length > 0) return null;
  const labelled = cells.every((cell) => $(cell).attr('data-th') !== undefined);
  if (!labelled && cells.length !== headings.length) return null;
  return cells.map(
    (cell, index) => [$(cell).attr('data-th') ?? headings[index] ?? '', $(cell).text()] as const,
  );
};

/** The words of a piece of HTML, without tags and without what scripts and styles say. */
export const textOf = (html: string): string => {
  const $ = load(html);
  $('script, style').remove();
  return $.root().text();
};

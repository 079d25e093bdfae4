import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { writeCsv } from '../../table/csv.ts';
import type { ExportColumn } from './columns.ts';
import type { ExportRow } from './walk.ts';
import { writeXlsx } from './xlsx.ts';

export type ExportFormat = 'csv' | 'xlsx';

const writers = { csv: writeCsv, xlsx: writeXlsx };

/** What a format is called in a response. */
export const typeOf: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * Opens the file: its first page is there when this resolves, so that what fails at once is an answer of its own, not
 * half a file.
 */
export const openExport = async (
  format: ExportFormat,
  columns: readonly ExportColumn[],
  pages: AsyncGenerator<ExportRow[]>,
): Promise<Readable> => {
  const first = await pages.next();
  return Readable.fromWeb(writers[format](columns, rowsOf(first, pages)));
};

/**
 * So many rows are written in one go, half a millisecond: then others have their turn, the next page among them, which comes in
 * several steps and would else wait for a whole page at each.
 */
const AT_ONCE = 50;

async function* rowsOf(
  first: IteratorResult<ExportRow[]>,
  pages: AsyncGenerator<ExportRow[]>,
): AsyncGenerator<ExportRow> {
  try {
    for (let page = first; page.done !== true; page = await pages.next())
      for (const [place, row] of page.value.entries()) {
        if (place % AT_ONCE === 0) await turn();
        yield row;
      }
  } finally {
    await pages.return(undefined);
  }
}

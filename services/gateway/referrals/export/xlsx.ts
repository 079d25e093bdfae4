import { writeXlsxStream } from 'hucre/xlsx';
import { wallTime } from '../../../../shared/time/colombia.ts';
import type { TableCell } from '../../table/column.ts';
import type { ExportColumn } from './columns.ts';
import type { ExportRow } from './walk.ts';

/** Cells that stay text when somebody edits them, and dates with a time. */
const formats: Record<ExportColumn['kind'], string> = { text: '@', moment: 'yyyy-mm-dd hh:mm' };

/**
 * Bytes of an Excel workbook, made as they are read. Texts are text cells, in which nothing is a formula; beyond Excel's
 * 1,048,576 rows the list goes on in a second sheet.
 */
export const writeXlsx = (
  columns: readonly ExportColumn[],
  rows: AsyncIterable<ExportRow>,
): ReadableStream<Uint8Array> =>
  writeXlsxStream(cells(columns, rows), {
    name: 'Referidos',
    columns: columns.map(({ header, width, kind }) => ({ header, width, numFmt: formats[kind] })),
    freezePane: { rows: 1 },
  });

async function* cells(
  columns: readonly ExportColumn[],
  rows: AsyncIterable<ExportRow>,
): AsyncGenerator<TableCell[]> {
  for await (const row of rows) {
    yield columns.map((column) => {
      const cell = column.cell(row);
      return cell instanceof Date ? wallTime(cell) : cell;
    });
  }
}

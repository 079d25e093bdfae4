import { Readable } from 'node:stream';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import type { Ctx } from '../context.ts';
import type { TableColumn } from './column.ts';
import { writeCsv } from './csv.ts';

/** So many rows are asked for at a time. */
const PAGE = 500;
/** A browser that takes nothing for so long is gone. */
const STALLED_MS = 60_000;

interface CsvFile<Row> {
  /** What the file is called, without its day and ending. */
  name: string;
  columns: readonly TableColumn<Row>[];
  /** Each page is asked for when the one before was taken. */
  read(page: { limit: number; cursor?: string }): Promise<{ items: Row[]; next: string | null }>;
}

/** Sends a list as a file, page by page; what fails at once is an answer of its own. Who asks only what it would be reads nobody. */
export const sendCsv = async <Row>(ctx: Ctx, { name, columns, read }: CsvFile<Row>): Promise<void> => {
  ctx.set('Cache-Control', 'no-store');
  ctx.type = 'text/csv; charset=utf-8';
  if (ctx.method === 'HEAD') {
    ctx.status = 200;
    return;
  }
  const first = await read({ limit: PAGE });
  async function* rows(): AsyncGenerator<Row> {
    for (let page = first; ; page = await read({ limit: PAGE, cursor: page.next })) {
      yield* page.items;
      if (page.next === null) return;
    }
  }
  ctx.attachment(`${name}-${bogotaDayOf(new Date())}.csv`);
  ctx.type = 'text/csv; charset=utf-8';
  ctx.res.setTimeout(STALLED_MS, () => ctx.res.destroy());
  ctx.body = Readable.fromWeb(writeCsv(columns, rows()));
};

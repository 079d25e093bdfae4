import { Readable } from 'node:stream';
import type { ActionInput } from '../../../shared/contract/actions.ts';
import type { WholeEntry } from '../../../shared/contract/audit.ts';
import type { Ctx } from '../context.ts';
import type { TableCell, TableColumn } from '../table/column.ts';
import { writeCsv } from '../table/csv.ts';
import { bogotaDayOf } from '../ui/format.ts';
import { actionName } from './trail-view.ts';

const PAGE = 500;
/** A browser that takes nothing for so long is gone. */
const STALLED_MS = 60_000;

const text = (header: string, cell: (row: WholeEntry) => TableCell): TableColumn<WholeEntry> => ({
  ...{ header, kind: 'text', width: 20, cell },
});

/** To the millisecond, and everybody by their id: a proof, not a list to read. */
const columns: readonly TableColumn<WholeEntry>[] = [
  text('Asiento', ({ id }) => id),
  text('Momento (UTC)', ({ at }) => at),
  text('Quién', ({ actor }) => actor?.nombreCompleto ?? 'El portal'),
  text('Identificador de quién', ({ actor }) => actor?.id ?? null),
  text('Qué hizo', ({ action }) => actionName(action)),
  text('Acción', ({ action }) => action),
  text('Sobre cuántas personas', ({ subjectIds }) => String(subjectIds.length)),
  text('Identificadores de ellas', ({ subjectIds }) => subjectIds.join(' ')),
  text('Desde', ({ ip }) => ip),
  text('Detalle', ({ detail }) => detail),
];

type Asked = Omit<ActionInput<'accounts.exportTrail'>, 'ip' | 'limit'>;

/** Sends the entries that are asked for; what fails at once is an answer of its own. */
export const takeTrail = async (ctx: Ctx, asked: Asked): Promise<void> => {
  const { call, ip } = ctx;
  ctx.set('Cache-Control', 'no-store');
  ctx.type = 'text/csv; charset=utf-8';
  if (ctx.method === 'HEAD') {
    ctx.status = 200;
    return;
  }
  const read = (cursor: string | undefined) =>
    call('accounts.exportTrail', { ...asked, ip, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
  const first = await read(undefined);
  async function* rows(): AsyncGenerator<WholeEntry> {
    for (let page = first; ; page = await read(page.next)) {
      yield* page.items;
      if (page.next === null) return;
    }
  }
  ctx.attachment(`auditoria-${bogotaDayOf(new Date())}.csv`);
  ctx.type = 'text/csv; charset=utf-8';
  ctx.res.setTimeout(STALLED_MS, () => ctx.res.destroy());
  ctx.body = Readable.fromWeb(writeCsv(columns, rows()));
};

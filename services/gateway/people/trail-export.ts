import type { ActionInput } from '../../../shared/contract/actions.ts';
import type { WholeEntry } from '../../../shared/contract/audit.ts';
import type { Ctx } from '../context.ts';
import type { TableCell, TableColumn } from '../table/column.ts';
import { sendCsv } from '../table/send-csv.ts';
import { actionName } from './trail-view.ts';

const text = (header: string, cell: (row: WholeEntry) => TableCell): TableColumn<WholeEntry> => ({
  ...{ header, kind: 'text', width: 20, cell },
});

/** To the millisecond, and everybody by their id: a proof, not a list to read. */
const columns: readonly TableColumn<WholeEntry>[] = [
  text('Asiento', ({ id, open }) => (open ? 'Visita que sigue abierta' : id)),
  text('Momento (UTC)', ({ at }) => at),
  text('Desde cuándo (UTC)', ({ since }) => since),
  text('Veces', ({ times }) => String(times)),
  text('Quién', ({ actor }) => actor?.nombreCompleto ?? 'El portal'),
  text('Identificador de quién', ({ actor }) => actor?.id ?? null),
  text('Qué hizo', ({ action }) => actionName(action)),
  text('Acción', ({ action }) => action),
  text('Sobre cuántas personas', ({ subjectIds }) => String(subjectIds.length)),
  text('Identificadores de ellas', ({ subjectIds }) => subjectIds.join(' ')),
  text('Veces y momentos de cada una', ({ seen }) =>
    seen === null ? null : seen.map(({ times, from, until }) => `${times}:${from}/${until}`).join(' '),
  ),
  text('Desde', ({ ip }) => ip),
  text('Detalle', ({ detail }) => detail),
];

type Asked = Omit<ActionInput<'accounts.exportTrail'>, 'ip' | 'limit' | 'cursor'>;

/** Sends the entries that are asked for. */
export const takeTrail = (ctx: Ctx, asked: Asked): Promise<void> =>
  sendCsv(ctx, {
    ...{ name: 'auditoria', columns },
    read: (page) => ctx.call('accounts.exportTrail', { ...asked, ip: ctx.ip, ...page }),
  });

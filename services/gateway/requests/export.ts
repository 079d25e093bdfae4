import { Readable } from 'node:stream';
import type { DataRequest } from '../../../shared/contract/requests.ts';
import type { Call } from '../../../shared/moleculer/call.ts';
import type { Ctx } from '../context.ts';
import type { TableCell, TableColumn } from '../table/column.ts';
import { writeCsv } from '../table/csv.ts';
import { bogotaDayOf } from '../ui/format.ts';
import { kindName, requestChannelName, stateLook, topicName } from './words.ts';

const PAGE = 500;
/** A browser that takes nothing for so long is gone. */
const STALLED_MS = 60_000;

const text = (header: string, cell: (row: DataRequest) => TableCell): TableColumn<DataRequest> => ({
  ...{ header, kind: 'text', width: 20, cell },
});

const columns: readonly TableColumn<DataRequest>[] = [
  text('Número', ({ number }) => String(number)),
  text('Tipo', ({ kind }) => kindName(kind)),
  text('Tema', ({ topic }) => topicName(topic)),
  text('Llegó por', ({ channel }) => requestChannelName(channel)),
  text('Nombre', ({ nombreCompleto }) => nombreCompleto),
  text('Cédula', ({ cedula }) => cedula),
  text('Contacto', ({ contact }) => contact),
  text('Qué pidió', ({ text }) => text),
  text('Recibida', ({ receivedOn }) => receivedOn),
  text('Vence', ({ state, dueOn }) => (state === 'incomplete' || state === 'lapsed' ? null : dueOn)),
  text('Qué le faltaba', ({ completion }) => completion?.missing ?? null),
  text('Se pidió completar', ({ completion }) => completion?.askedOn ?? null),
  text('Se espera hasta', ({ completion }) => completion?.until ?? null),
  text('Completada', ({ completion }) => completion?.given?.on ?? null),
  text('Con qué se completó', ({ completion }) => completion?.given?.text ?? null),
  text('Prórroga', ({ extension }) => extension),
  text('Estado', ({ state }) => stateLook(state).text),
  {
    ...{ header: 'Respondida (hora de Colombia)', kind: 'moment', width: 18 },
    cell: ({ answer }) => (answer === null ? null : new Date(answer.at)),
  },
  text('Respondida por', ({ answer }) => (answer === null ? null : requestChannelName(answer.channel))),
  text('Respondió', ({ answer }) => answer?.by ?? null),
  text('Respuesta', ({ answer }) => answer?.text ?? null),
];

type RegisterPage = Awaited<ReturnType<typeof readPage>>;

const readPage = (call: Call, ip: string, cursor: string | undefined) =>
  call('accounts.exportRequests', { ip, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });

/** Page by page, each asked for when the one before was taken. */
async function* rowsFrom(first: RegisterPage, call: Call, ip: string): AsyncGenerator<DataRequest> {
  let page = first;
  for (;;) {
    yield* page.items;
    if (page.next === null) return;
    page = await readPage(call, ip, page.next);
  }
}

/** GET /admin/solicitudes/exportar.csv : the whole register; what fails at once is an answer of its own. */
export const exportFile = async (ctx: Ctx): Promise<void> => {
  const { call, ip } = ctx;
  ctx.set('Cache-Control', 'no-store');
  ctx.type = 'text/csv; charset=utf-8';
  if (ctx.method === 'HEAD') {
    ctx.status = 200;
    return;
  }
  const first = await readPage(call, ip, undefined);
  ctx.attachment(`solicitudes-${bogotaDayOf(new Date())}.csv`);
  ctx.type = 'text/csv; charset=utf-8';
  ctx.res.setTimeout(STALLED_MS, () => ctx.res.destroy());
  ctx.body = Readable.fromWeb(writeCsv(columns, rowsFrom(first, call, ip)));
};

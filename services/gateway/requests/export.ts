import type { DataRequest } from '../../../shared/contract/requests.ts';
import type { Ctx } from '../context.ts';
import type { TableCell, TableColumn } from '../table/column.ts';
import { sendCsv } from '../table/send-csv.ts';
import { kindName, requestChannelName, stateLook, topicName } from './words.ts';

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

/** GET /admin/solicitudes/exportar.csv : the whole register. */
export const exportFile = (ctx: Ctx): Promise<void> =>
  sendCsv(ctx, {
    ...{ name: 'solicitudes', columns },
    read: (page) => ctx.call('accounts.exportRequests', { ip: ctx.ip, ...page }),
  });

import type { Pages } from '../../../../services/gateway/context.ts';
import { presentRegistered, presentRequest } from '../../../../services/gateway/requests/view.ts';
import {
  channelOptions,
  kindOptions,
  stateOptions,
  topicOptions,
} from '../../../../services/gateway/requests/words.ts';
import type { DataRequest } from '../../../../shared/contract/requests.ts';

const open: DataRequest = {
  ...{ id: '66666666-6666-4666-8666-666666666666', number: 7, kind: 'reclamo', topic: 'correccion' },
  ...{ channel: 'carta', userId: null, nombreCompleto: 'Berta Carta', cedula: '', contact: 'Tunja' },
  ...{ text: 'Mi nombre está <mal>.', receivedOn: '2026-11-26', dueOn: '2026-12-18', extension: null },
  ...{ state: 'soon', askableUntil: '2026-12-03', completion: null, answer: null },
};
const asked = { missing: 'Falta <cuál> dato.', askedOn: '2026-11-27', until: '2027-01-27', given: null };
const incomplete: DataRequest = {
  ...open,
  number: 9,
  state: 'incomplete',
  askableUntil: null,
  completion: asked,
};
const lapsed: DataRequest = { ...incomplete, number: 10, state: 'lapsed' };
const answered: DataRequest = {
  ...{
    ...open,
    number: 8,
    channel: 'portal',
    userId: open.id,
    cedula: '1020304050',
    contact: '+573001234567',
  },
  ...{ extension: 'Faltaba un papel', state: 'answered', askableUntil: null },
  completion: { ...asked, given: { text: 'Mi <nombre> es Rosa.', on: '2026-11-30' } },
  answer: { at: '2026-12-01T15:00:00.000Z', channel: 'correo', text: 'Ya quedó.', by: null },
};
const options = { kindOptions: kindOptions('reclamo'), topicOptions: topicOptions('correccion') };

/** The pages of `requests`, and the one on which people ask. */
export const requestsPages = {
  'my-data/ask': [
    { title: 'Solicitudes', values: { kind: 'consulta' }, fields: {}, requests: [], ...options },
    {
      ...{
        title: 'Solicitudes',
        values: { text: 'x' },
        fields: { text: 'Escriba más.' },
        message: 'Revise.',
      },
      ...{ requests: [open, answered, incomplete, lapsed].map(presentRequest), ...options },
    },
  ],
  'requests/register': [
    { title: 'Solicitudes', rows: [], stateOptions: stateOptions(undefined), nextUrl: null, narrowed: false },
    {
      ...{ title: 'Solicitudes', rows: [open, answered, incomplete, lapsed].map(presentRegistered) },
      ...{ stateOptions: stateOptions('soon'), nextUrl: '/admin/solicitudes/?cursor=25', narrowed: true },
    },
  ],
  'requests/receive': [
    {
      ...{ title: 'Anotar', values: { receivedOn: '2026-11-26' }, fields: {}, ...options },
      channelOptions: channelOptions('carta'),
    },
    {
      ...{ title: 'Anotar', values: { text: 'x' }, fields: { text: 'Escriba más.', kind: 'Elija.' } },
      ...{ message: 'Revise.', ...options, channelOptions: channelOptions(undefined) },
    },
  ],
  'requests/request': [
    {
      ...{ title: 'Solicitud 7', values: {}, fields: {}, request: presentRegistered(open) },
      ...{ channelOptions: channelOptions(undefined), today: '2026-11-26' },
    },
    {
      ...{ title: 'Solicitud 8', values: {}, fields: { reason: 'Escriba.' }, message: 'Revise.' },
      ...{
        request: presentRegistered(answered),
        channelOptions: channelOptions(undefined),
        today: '2026-11-26',
      },
    },
    {
      ...{
        title: 'Solicitud 9',
        values: { completion: 'x' },
        fields: { completion: 'Escriba.' },
        message: 'Revise.',
      },
      ...{
        request: presentRegistered(incomplete),
        channelOptions: channelOptions(undefined),
        today: '2026-11-26',
      },
    },
    {
      ...{ title: 'Solicitud 10', values: {}, fields: {}, request: presentRegistered(lapsed) },
      ...{ channelOptions: channelOptions(undefined), today: '2026-11-26' },
    },
  ],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;

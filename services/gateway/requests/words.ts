import type {
  RequestChannel,
  RequestKind,
  RequestState,
  RequestTopic,
} from '../../../shared/contract/requests.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';

const kinds: Record<RequestKind, string> = { consulta: 'Consulta', reclamo: 'Reclamo' };
const topics: Record<RequestTopic, string> = {
  datos: 'Saber qué datos se guardan',
  correccion: 'Corregir datos',
  supresion: 'Borrar datos',
  revocatoria: 'Retirar una autorización',
  otro: 'Otra cosa',
};
const channels: Record<RequestChannel, string> = {
  portal: 'Este portal',
  carta: 'Carta',
  telefono: 'Teléfono',
  correo: 'Correo',
  presencial: 'En persona',
};
const states: Record<RequestState, { text: string; tone: Tone }> = {
  open: { text: 'Por responder', tone: 'waiting' },
  soon: { text: 'Vence pronto', tone: 'notice' },
  late: { text: 'Vencida', tone: 'bad' },
  incomplete: { text: 'Por completar', tone: 'waiting' },
  lapsed: { text: 'Desistida', tone: 'notice' },
  answered: { text: 'Respondida', tone: 'good' },
};

export const kindName = (kind: RequestKind): string => kinds[kind];
export const topicName = (topic: RequestTopic): string => topics[topic];
export const requestChannelName = (channel: RequestChannel): string => channels[channel];
export const stateLook = (state: RequestState): { text: string; tone: Tone } => states[state];

/** What can be chosen in a list. */
export interface Option<V extends string> {
  value: V;
  label: string;
  chosen: boolean;
}

const optionsOf =
  <V extends string>(names: Record<V, string>) =>
  (chosen: string | undefined): Option<V>[] =>
    // Its keys are what it is a record of.
    (Object.keys(names) as V[]).map((value) => ({ value, label: names[value], chosen: value === chosen }));

export const kindOptions = optionsOf(kinds);
export const topicOptions = optionsOf(topics);
export const channelOptions = optionsOf(channels);
export const stateOptions = optionsOf<RequestState>({
  late: 'Vencidas',
  soon: 'Vencen pronto',
  open: 'Por responder',
  incomplete: 'Por completar',
  lapsed: 'Desistidas',
  answered: 'Respondidas',
});

import type { DataRequest, OwnRequest } from '../../../shared/contract/requests.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import { formatCedula } from '../../../shared/person/cedula.ts';
import { formatPhone } from '../../../shared/person/phone/phone.ts';
import { formatFull, formatShortDay } from '../ui/format.ts';
import { kindName, requestChannelName, stateLook, topicName } from './words.ts';

/** A request as its person is shown it. */
export interface RequestRow {
  number: number;
  kind: string;
  topic: string;
  channel: string;
  text: string;
  received: string;
  due: string;
  extension: string | null;
  state: string;
  tone: Tone;
  answer: { when: string; how: string; text: string; by: string | null } | null;
}

/** The same with whose it is, for who answers. */
export interface RegisterRow extends RequestRow {
  id: string;
  isOpen: boolean;
  mayExtend: boolean;
  person: { url: string | null; nombreCompleto: string; cedula: string; contact: string };
}

/** A day without a time is the same everywhere. */
const day = (iso: string): string => formatShortDay(`${iso}T12:00:00-05:00`);

export const presentRequest = (request: OwnRequest | DataRequest): RequestRow => {
  const { text: state, tone } = stateLook(request.state);
  const { number, kind, topic, channel, text, receivedOn, dueOn, extension, answer } = request;
  return {
    ...{ number, text, extension, state, tone },
    ...{ kind: kindName(kind), topic: topicName(topic), channel: requestChannelName(channel) },
    ...{ received: day(receivedOn), due: day(dueOn) },
    answer:
      answer === null
        ? null
        : {
            when: formatFull(new Date(answer.at)),
            how: requestChannelName(answer.channel),
            text: answer.text,
            by: answer.by,
          },
  };
};

export const presentRegistered = (request: DataRequest): RegisterRow => ({
  ...presentRequest(request),
  id: request.id,
  isOpen: request.answer === null,
  mayExtend: request.answer === null && request.extension === null && request.state !== 'late',
  person: {
    url: request.userId === null ? null : `/admin/usuarios/${request.userId}/`,
    nombreCompleto: request.nombreCompleto,
    cedula: request.cedula === '' ? 'No la dijo' : formatCedula(request.cedula),
    contact: request.contact.startsWith('+') ? formatPhone(request.contact) : request.contact,
  },
});

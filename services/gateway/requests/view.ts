import type { DataRequest, OwnRequest } from '../../../shared/contract/requests.ts';
import type { Tone } from '../../../shared/contract/status-tones.ts';
import { formatCedula } from '../../../shared/person/cedula.ts';
import { formatPhone } from '../../../shared/person/phone/phone.ts';
import { formatFull, formatWholeDay } from '../ui/format.ts';
import { kindName, requestChannelName, stateLook, topicName } from './words.ts';

/** A request as its person is shown it. */
export interface RequestRow {
  id: string;
  number: number;
  kind: string;
  topic: string;
  channel: string;
  text: string;
  received: string;
  /** Until when it is answered; null while no term runs. */
  due: string | null;
  /** What it lacked. `until`: how long that is waited for; null when it came, or nobody waits any more. */
  completion: {
    missing: string;
    asked: string;
    until: string;
    isAwaited: boolean;
    given: { when: string; text: string } | null;
  } | null;
  extension: string | null;
  state: string;
  tone: Tone;
  answer: { when: string; how: string; text: string; by: string | null } | null;
}

/** The same with whose it is, for who answers. */
export interface RegisterRow extends RequestRow {
  isOpen: boolean;
  mayExtend: boolean;
  /** The last day on which the person may be asked to complete it; null when they may not be. */
  askableUntil: string | null;
  person: { url: string | null; nombreCompleto: string; cedula: string; contact: string };
}

export const presentRequest = (request: OwnRequest | DataRequest): RequestRow => {
  const { text: state, tone } = stateLook(request.state);
  const { number, kind, topic, channel, text, receivedOn, dueOn, extension, completion, answer } = request;
  const isStopped = request.state === 'incomplete' || request.state === 'lapsed';
  return {
    ...{ id: request.id, number, text, extension, state, tone },
    ...{ kind: kindName(kind), topic: topicName(topic), channel: requestChannelName(channel) },
    ...{ received: formatWholeDay(receivedOn), due: isStopped ? null : formatWholeDay(dueOn) },
    completion:
      completion === null
        ? null
        : {
            ...{
              missing: completion.missing,
              asked: formatWholeDay(completion.askedOn),
              until: formatWholeDay(completion.until),
            },
            isAwaited: request.state === 'incomplete',
            given:
              completion.given === null
                ? null
                : { when: formatWholeDay(completion.given.on), text: completion.given.text },
          },
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
  isOpen: request.answer === null && request.state !== 'lapsed',
  mayExtend: request.extension === null && (request.state === 'open' || request.state === 'soon'),
  askableUntil: request.askableUntil === null ? null : formatWholeDay(request.askableUntil),
  person: {
    url: request.userId === null ? null : `/admin/usuarios/${request.userId}/`,
    nombreCompleto: request.nombreCompleto,
    cedula: request.cedula === '' ? 'No la dijo' : formatCedula(request.cedula),
    contact: request.contact.startsWith('+') ? formatPhone(request.contact) : request.contact,
  },
});

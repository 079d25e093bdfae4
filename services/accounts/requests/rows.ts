import { z } from 'zod';
import type {
  DataRequest,
  OwnRequest,
  RequestChannel,
  RequestKind,
  RequestState,
  RequestTopic,
} from '../../../shared/contract/requests.ts';
import { id, moment, word } from '../../../shared/persistence/rows.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import { askableUntil } from './due-dates.ts';
import { type Day, lastOf, nextDay } from './working-days.ts';

/** So many working days before it is due a request is told to be. */
const SOON_DAYS = 3;

/** Until which day what is due is due soon. */
export const soonUntil = (today: Day): Day => lastOf(SOON_DAYS, nextDay(today));

const day = (column: string) => `to_char("requests"."${column}", 'YYYY-MM-DD')`;

/** A request with what is known of who asked: as a letter says it, else by their account. */
export const REQUEST = `
  select "requests"."id", "requests"."number"::int as "number", "kind", "topic", "channel", "user_id" as "userId",
    coalesce(nullif("requests"."nombre_completo", ''), "person"."nombre_completo", '') as "nombreCompleto",
    coalesce(nullif("requests"."cedula", ''), "person"."cedula", '') as "cedula",
    case when "contact" = '' then coalesce("person"."phone", '') else "contact" end as "contact",
    "text", ${day('received_on')} as "receivedOn", ${day('due_on')} as "dueOn", "extension",
    ${day('asked_on')} as "askedOn", "missing", ${day('lapses_on')} as "lapsesOn",
    ${day('completed_on')} as "completedOn", "completion",
    "answered_at" as "answeredAt", "answer_channel" as "answerChannel", "answer",
    "answerer"."nombre_completo" as "answeredBy"
  from "accounts"."requests"
    left join "accounts"."users" "person" on "person"."id" = "requests"."user_id"
    left join "accounts"."users" "answerer" on "answerer"."id" = "requests"."answered_by"`;

export const requestRule = z.object({
  id,
  number: z.number(),
  kind: word<RequestKind>(),
  topic: word<RequestTopic>(),
  channel: word<RequestChannel>(),
  userId: id.nullable(),
  ...{ nombreCompleto: z.string(), cedula: z.string(), contact: z.string(), text: z.string() },
  ...{ receivedOn: z.string(), dueOn: z.string(), extension: z.string().nullable() },
  askedOn: z.string().nullable(),
  missing: z.string().nullable(),
  lapsesOn: z.string().nullable(),
  completedOn: z.string().nullable(),
  completion: z.string().nullable(),
  answeredAt: moment.nullable(),
  answerChannel: word<RequestChannel>().nullable(),
  answer: z.string().nullable(),
  answeredBy: z.string().nullable(),
});
type Row = z.output<typeof requestRule>;

const stateOf = ({ answeredAt, dueOn, lapsesOn, completedOn }: Row, today: Day): RequestState => {
  if (answeredAt !== null) return 'answered';
  if (lapsesOn !== null && completedOn === null) return lapsesOn < today ? 'lapsed' : 'incomplete';
  if (dueOn < today) return 'late';
  return dueOn <= soonUntil(today) ? 'soon' : 'open';
};

/** Once, and not when there is more time already. */
const askable = ({ kind, receivedOn, answeredAt, askedOn, extension }: Row, today: Day): Day | null => {
  if (kind !== 'reclamo' || answeredAt !== null || askedOn !== null || extension !== null) return null;
  const until = askableUntil(receivedOn);
  return until < today ? null : until;
};

export const presentRequest = (row: Row, now: Date): DataRequest => {
  const {
    answeredAt,
    answerChannel,
    answer,
    answeredBy,
    askedOn,
    missing,
    lapsesOn,
    completedOn,
    completion,
    ...request
  } = row;
  const today = bogotaDayOf(now);
  return {
    ...request,
    state: stateOf(row, today),
    askableUntil: askable(row, today),
    completion:
      askedOn === null || missing === null || lapsesOn === null
        ? null
        : {
            ...{ missing, askedOn, until: lapsesOn },
            given: completedOn === null || completion === null ? null : { text: completion, on: completedOn },
          },
    answer:
      answeredAt === null || answerChannel === null || answer === null
        ? null
        : { at: answeredAt.toISOString(), channel: answerChannel, text: answer, by: answeredBy },
  };
};

/** Without who of those who administer answered: the portal did. */
export const presentOwn = (request: DataRequest): OwnRequest => {
  const { userId: _, nombreCompleto: _name, cedula: _cedula, contact: _contact, ...rest } = request;
  const { askableUntil: _until, answer, ...own } = rest;
  return { ...own, answer: answer === null ? null : { ...answer, by: null } };
};

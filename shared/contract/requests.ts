import { z } from 'zod';
import { anothersNameRule, cedulaRule } from '../person/rules.ts';

/**
 * What people ask of the portal about their data (Ley 1581 de 2012): a *consulta* asks what is held, a *reclamo* that it be
 * corrected, erased, or no longer used.
 */
export const requestKinds = ['consulta', 'reclamo'] as const;
export type RequestKind = (typeof requestKinds)[number];

export const requestTopics = ['datos', 'correccion', 'supresion', 'revocatoria', 'otro'] as const;
export type RequestTopic = (typeof requestTopics)[number];

/** By which way it came, or was answered. */
const requestChannels = ['portal', 'carta', 'telefono', 'correo', 'presencial'] as const;
export type RequestChannel = (typeof requestChannels)[number];

/**
 * `soon`: within three working days; `late`: its day is over; `incomplete`: it waits for the person, and its term does not run;
 * `lapsed`: they did not complete it in time, which counts as withdrawn (Ley 1581, art. 15).
 */
export const requestStates = ['open', 'soon', 'late', 'incomplete', 'lapsed', 'answered'] as const;
export type RequestState = (typeof requestStates)[number];

/** What somebody asked, and what became of it. Days are `2026-11-26`, in Colombia; moments ISO 8601. */
export interface DataRequest {
  id: string;
  /** What people call it by. */
  number: number;
  kind: RequestKind;
  topic: RequestTopic;
  channel: RequestChannel;
  /** The account of who asked, when they have one and it is known. */
  userId: string | null;
  nombreCompleto: string;
  /** Empty when they did not say it. */
  cedula: string;
  contact: string;
  text: string;
  receivedOn: string;
  dueOn: string;
  /** Why there is more time; null when there is not. */
  extension: string | null;
  /** Until which day the person may be asked for what it lacks; null when they may not be. */
  askableUntil: string | null;
  /** What it lacked, until when that may come, and what came; null when nobody was asked. */
  completion: {
    missing: string;
    askedOn: string;
    until: string;
    given: { text: string; on: string } | null;
  } | null;
  state: RequestState;
  answer: { at: string; channel: RequestChannel; text: string; by: string | null } | null;
}

/** That somebody made a reclamo about their data, which is complete and not decided: since which day, and what about. */
export interface Dispute {
  requestId: string;
  topic: RequestTopic;
  since: string;
}

/** What its person is shown: not who of those who administer answered. */
export type OwnRequest = Omit<
  DataRequest,
  'userId' | 'nombreCompleto' | 'cedula' | 'contact' | 'askableUntil'
>;

const textRule = z
  .string({ error: 'Escriba qué se pide.' })
  .trim()
  .min(5, 'Escriba qué se pide, con al menos 5 letras.')
  .max(2_000, 'Escriba como máximo 2.000 letras.');

const kind = z.enum(requestKinds, { error: 'Elija consulta o reclamo.' });
const topic = z.enum(requestTopics, { error: 'Elija de qué se trata.' });

/** What a person writes of themselves. */
export const ownRequestRule = z.object({ kind, topic, text: textRule });

const day = z.iso.date({ error: 'Escriba la fecha como 2026-11-26.' });

/** What an ADMIN writes down of what came by letter, by phone or in person. */
export const receivedRequestRule = z.object({
  ...{ kind, topic, text: textRule },
  channel: z.enum(requestChannels, { error: 'Elija por dónde llegó.' }),
  nombreCompleto: anothersNameRule,
  cedula: z.union([z.literal(''), cedulaRule], { error: 'Revise la cédula, o déjela vacía.' }).default(''),
  contact: z
    .string({ error: 'Escriba cómo responderle.' })
    .trim()
    .min(3, 'Escriba cómo responderle.')
    .max(200, 'Escriba como máximo 200 letras.'),
  receivedOn: day,
});

export const answerRule = z.object({
  channel: z.enum(requestChannels, { error: 'Elija por dónde se respondió.' }),
  text: z
    .string({ error: 'Escriba qué se respondió.' })
    .trim()
    .min(5, 'Escriba qué se respondió, con al menos 5 letras.')
    .max(4_000, 'Escriba como máximo 4.000 letras.'),
});

export const extensionRule = z
  .string({ error: 'Escriba el motivo de la demora.' })
  .trim()
  .min(5, 'Escriba el motivo de la demora, como se le dijo a la persona.')
  .max(500, 'Escriba como máximo 500 letras.');

/** What a reclamo lacks, in the words in which the person is asked for it. */
export const missingRule = z
  .string({ error: 'Escriba qué le falta al reclamo.' })
  .trim()
  .min(5, 'Escriba qué le falta al reclamo, como se le pidió a la persona.')
  .max(500, 'Escriba como máximo 500 letras.');

/** What a person adds to their reclamo. */
export const completionRule = z
  .string({ error: 'Escriba lo que faltaba.' })
  .trim()
  .min(5, 'Escriba lo que faltaba, con al menos 5 letras.')
  .max(2_000, 'Escriba como máximo 2.000 letras.');

/** What an ADMIN writes down of what came, and when. */
export const receivedCompletionRule = z.object({ text: completionRule, receivedOn: day });

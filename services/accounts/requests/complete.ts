import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { DataRequest, OwnRequest } from '../../../shared/contract/requests.ts';
import { AppError } from '../../../shared/errors.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import { audit } from '../audit/audit.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { UserEntity } from '../store/entities.ts';
import { dueDate, lapseDate } from './due-dates.ts';
import { conflict, lockOpen } from './lock-open.ts';
import { listOwnRequests } from './own.ts';
import { findRequest } from './register.ts';
import { presentOwn } from './rows.ts';
import type { Day } from './working-days.ts';

/**
 * Writes down that the person was asked for what their reclamo lacks, and tells their phone where to read it: what it is may
 * be anything. Its term does not run while they are waited for.
 *
 * @throws AppError `forbidden` (403), `not_found` (404), `already_answered`, `lapsed`, `not_to_complete` (409)
 */
export const askToComplete = (
  em: EntityManager,
  messenger: MessengerSettings,
  { actor, id, missing, ip }: ActionParams<'accounts.askToComplete'>,
  now: Date,
): Promise<DataRequest> => {
  authorize(actor, 'administer');
  return em.transactional(async (tx) => {
    const request = await lockOpen(tx, id, now);
    if (request.askableUntil === null) throw notAskable(request);
    const today = bogotaDayOf(now);
    const until = lapseDate(today);
    await tx.execute(
      `update "accounts"."requests" set "asked_on" = ?, "missing" = ?, "lapses_on" = ? where "id" = ?`,
      [today, missing, until, id],
    );
    await tell(tx, messenger, request, until, now);
    const subjectIds = [request.userId ?? actor.id];
    const detail = `Solicitud ${request.number}`;
    await audit(tx, { actor, action: 'request.incomplete', subjectIds, ip, detail }, now);
    return findRequest(tx, id, now);
  });
};

/** A letter from nobody who has an account is answered by letter. */
const tell = async (
  tx: EntityManager,
  messenger: MessengerSettings,
  { userId, number }: DataRequest,
  until: Day,
  now: Date,
): Promise<void> => {
  const person = userId === null ? null : await tx.findOne(UserEntity, { id: userId });
  if (person === null) return;
  const { id, phone } = person;
  const data = { number: String(number), until: until.split('-').toReversed().join('/') };
  await queueMessage(
    tx,
    messenger,
    { userId: id, phone, kind: 'request_incomplete', data, urgent: false },
    now,
  );
};

const notAskable = ({ kind, completion, extension }: DataRequest): AppError => {
  const refused = (message: string) => conflict('not_to_complete', message);
  if (kind !== 'reclamo')
    return refused('Solo un reclamo se pide completar: una consulta se responde con lo que hay.');
  if (completion !== null) return refused('Ya se pidió completar este reclamo: la ley lo permite una vez.');
  if (extension !== null) return refused('Este reclamo ya tuvo prórroga: respóndalo con lo que hay.');
  return refused(
    'Pasaron los 5 días hábiles en que se pide completar un reclamo: respóndalo con lo que hay.',
  );
};

/**
 * Writes down what the person was asked for, as it came: its term runs from that day.
 *
 * @throws AppError `forbidden` (403), `not_found` (404), `validation` (400) with the field `receivedOn`, `already_answered`,
 * `lapsed`, `not_incomplete` (409)
 */
export const receiveCompletion = async (
  em: EntityManager,
  { actor, id, completion, ip }: ActionParams<'accounts.receiveCompletion'>,
  now: Date,
): Promise<DataRequest> => {
  authorize(actor, 'administer');
  if (completion.receivedOn > bogotaDayOf(now)) throw wrongDay();
  return em.transactional(async (tx) => {
    // What came in time may be written down a day later.
    const request = await lockOpen(tx, id, new Date(`${completion.receivedOn}T12:00:00-05:00`));
    const askedOn = request.completion?.askedOn ?? '';
    if (completion.receivedOn < askedOn) throw wrongDay();
    await complete(tx, request, completion.text, completion.receivedOn);
    const subjectIds = [request.userId ?? actor.id];
    const detail = `Solicitud ${request.number}`;
    await audit(tx, { actor, action: 'request.complete', subjectIds, ip, detail }, now);
    return findRequest(tx, id, now);
  });
};

const wrongDay = (): AppError =>
  new AppError('validation', 'Revise la fecha en que llegó.', {
    status: 400,
    fields: { receivedOn: 'Debe ser hoy o un día desde que se le pidió.' },
  });

/**
 * Adds to a reclamo of the actor's what they were asked for. The same once more is the same form sent twice.
 *
 * @throws AppError `not_found` (404), the same for another's, `already_answered`, `lapsed`, `not_incomplete` (409)
 */
export const completeOwnRequest = (
  em: EntityManager,
  { actor, id, text, ip }: ActionParams<'accounts.completeOwnRequest'>,
  now: Date,
): Promise<OwnRequest> =>
  em.transactional(async (tx) => {
    const own = (await listOwnRequests(tx, { actor }, now)).find((one) => one.id === id);
    if (own === undefined)
      throw new AppError('not_found', 'No encontramos esta solicitud entre las suyas.', { status: 404 });
    const request = await lockOpen(tx, id, now);
    if (request.completion?.given?.text === text) return presentOwn(request);
    await complete(tx, request, text, bogotaDayOf(now));
    const detail = `Solicitud ${request.number}`;
    await audit(tx, { actor, action: 'request.complete', subjectIds: [actor.id], ip, detail }, now);
    return presentOwn(await findRequest(tx, id, now));
  });

const complete = async (tx: EntityManager, request: DataRequest, text: string, on: string): Promise<void> => {
  if (request.state !== 'incomplete')
    throw conflict('not_incomplete', 'A esta solicitud no le falta nada: no se espera a la persona.');
  await tx.execute(
    `update "accounts"."requests" set "completed_on" = ?, "completion" = ?, "due_on" = ?, "lapsed_at" = null where "id" = ?`,
    [on, text, dueDate(request.kind, on), request.id],
  );
};

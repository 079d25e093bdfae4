import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { DataRequest } from '../../../shared/contract/requests.ts';
import { AppError } from '../../../shared/errors.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import { audit } from '../audit/audit.ts';
import { UserEntity } from '../store/entities.ts';
import { dueDate, extendedDate } from './due-dates.ts';
import { forgetOver } from './forget.ts';
import { conflict, lockOpen } from './lock-open.ts';
import { findRequest, inState } from './register.ts';

/** Nobody writes down what came longer ago. */
const LONGEST_DAYS = 366;

/**
 * Writes down what came by letter, by phone or in person. The same once more while it is open is one letter that was noted
 * twice.
 *
 * @throws AppError `forbidden` (403), `validation` (400) with the field `receivedOn`
 */
export const receiveRequest = async (
  em: EntityManager,
  { actor, request, ip }: ActionParams<'accounts.receiveRequest'>,
  now: Date,
): Promise<DataRequest> => {
  authorize(actor, 'administer');
  const { kind, topic, channel, nombreCompleto, cedula, contact, text, receivedOn } = request;
  const oldest = bogotaDayOf(new Date(now.getTime() - LONGEST_DAYS * 24 * 3_600_000));
  if (receivedOn > bogotaDayOf(now) || receivedOn < oldest)
    throw new AppError('validation', 'Revise la fecha en que llegó la solicitud.', {
      status: 400,
      fields: { receivedOn: 'Debe ser hoy o un día del último año.' },
    });
  const person = cedula === '' ? null : await em.findOne(UserEntity, { cedula });
  const id = randomUUID();
  return em.transactional(async (tx) => {
    await tx.execute(`select pg_advisory_xact_lock(hashtext('censo.accounts.letters'))`);
    const [same] = await readRows(
      tx,
      z.object({ id: z.uuid() }),
      `select "id" from "accounts"."requests" where "answered_at" is null and not (${inState('lapsed', now)})
         and "kind" = ? and "topic" = ? and "channel" = ?
         and "nombre_completo" = ? and "cedula" = ? and "contact" = ? and "text" = ? and "received_on" = ? limit 1`,
      [kind, topic, channel, nombreCompleto, cedula, contact, text, receivedOn],
    );
    if (same !== undefined) return findRequest(tx, same.id, now);
    await tx.execute(
      `insert into "accounts"."requests" ("id", "kind", "topic", "channel", "user_id", "nombre_completo", "cedula",
         "contact", "text", "received_on", "due_on", "created_at", "created_by")
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[id, kind, topic, channel, person?.id ?? null, nombreCompleto, cedula, contact, text],
        ...[receivedOn, dueDate(kind, receivedOn), now, actor.id],
      ],
    );
    const subjectIds = person === null ? [actor.id] : [person.id];
    await audit(tx, { actor, action: 'request.open', subjectIds, ip, detail: `${kind}, ${channel}` }, now);
    return findRequest(tx, id, now);
  });
};

/**
 * Writes down how a request was answered, once.
 *
 * @throws AppError `forbidden` (403), `not_found` (404), `already_answered`, `lapsed` (409)
 */
export const answerRequest = (
  em: EntityManager,
  { actor, id, answer, ip }: ActionParams<'accounts.answerRequest'>,
  now: Date,
): Promise<DataRequest> => {
  authorize(actor, 'administer');
  return em.transactional(async (tx) => {
    const request = await lockOpen(tx, id, now);
    await tx.execute(
      `update "accounts"."requests" set "answered_at" = ?, "answered_by" = ?, "answer_channel" = ?, "answer" = ?
       where "id" = ?`,
      [now, actor.id, answer.channel, answer.text, id],
    );
    const subjectIds = [request.userId ?? actor.id];
    const entry = { actor, action: 'request.answer' as const, subjectIds, ip };
    await audit(tx, { ...entry, detail: `Solicitud ${request.number}` }, now);
    await forgetOver(tx, id);
    return findRequest(tx, id, now);
  });
};

/**
 * Gives a request the one extension that the law knows, before its day is over.
 *
 * @throws AppError `forbidden` (403), `not_found` (404), `already_answered`, `lapsed`, `already_extended`, `incomplete`, `too_late` (409)
 */
export const extendRequest = (
  em: EntityManager,
  { actor, id, reason, ip }: ActionParams<'accounts.extendRequest'>,
  now: Date,
): Promise<DataRequest> => {
  authorize(actor, 'administer');
  return em.transactional(async (tx) => {
    const request = await lockOpen(tx, id, now);
    if (request.extension !== null)
      throw conflict('already_extended', 'Esta solicitud ya tuvo su prórroga: la ley solo da una.');
    if (request.state === 'incomplete')
      throw conflict('incomplete', 'Se espera a la persona: mientras tanto no corre ningún plazo.');
    if (request.state === 'late')
      throw conflict('too_late', 'El plazo ya pasó: una prórroga se avisa antes. Respóndala cuanto antes.');
    await tx.execute(`update "accounts"."requests" set "extension" = ?, "due_on" = ? where "id" = ?`, [
      ...[reason, extendedDate(request.kind, request.dueOn), id],
    ]);
    const subjectIds = [request.userId ?? actor.id];
    const entry = { actor, action: 'request.extend' as const, subjectIds, ip };
    await audit(tx, { ...entry, detail: `Solicitud ${request.number}: ${reason}` }, now);
    return findRequest(tx, id, now);
  });
};

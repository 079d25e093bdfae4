import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { OwnRequest } from '../../../shared/contract/requests.ts';
import { AppError } from '../../../shared/errors.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import { audit } from '../audit/audit.ts';
import { dueDate } from './due-dates.ts';
import { presentOwn, presentRequest, REQUEST, requestRule } from './rows.ts';

/** More open ones than anybody needs. */
const MOST_OPEN = 5;
const MOST_SHOWN = 200;

/**
 * What the actor has asked in the portal, newest first. A letter is of whoever wrote it, who may be somebody else who says that
 * the cédula of this account is theirs.
 */
export const listOwnRequests = async (
  em: EntityManager,
  { actor }: { actor: Actor },
  now: Date,
): Promise<OwnRequest[]> => {
  const rows = await readRows(
    em,
    requestRule,
    // What somebody asked who had the account before it was handed over is not the new holder's.
    `${REQUEST} where "user_id" = ? and "channel" = 'portal'
       and "requests"."created_at" >= coalesce("person"."held_since", '-infinity')
     order by "requests"."number" desc limit ?`,
    [actor.id, MOST_SHOWN],
  );
  return rows.map((row) => presentOwn(presentRequest(row, now)));
};

/**
 * Writes down what the actor asks. The same once more while it is open is the same form sent twice.
 *
 * @throws AppError `too_many_requests_open` (409)
 */
export const askAboutData = (
  em: EntityManager,
  { actor, request, ip }: ActionParams<'accounts.askAboutData'>,
  now: Date,
): Promise<OwnRequest> =>
  em.transactional(async (tx) => {
    const { kind, topic, text } = request;
    // One after the other, so that five stay five.
    await tx.execute('select 1 from "accounts"."users" where "id" = ? for update', [actor.id]);
    const open = (await listOwnRequests(tx, { actor }, now)).filter(
      ({ state }) => state !== 'answered' && state !== 'lapsed',
    );
    const same = open.find((one) => one.kind === kind && one.topic === topic && one.text === text);
    if (same !== undefined) return same;
    if (open.length >= MOST_OPEN)
      throw new AppError(
        'too_many_requests_open',
        'Ya tiene cinco solicitudes sin responder. Espere la respuesta de alguna antes de hacer otra.',
        { status: 409 },
      );
    const today = bogotaDayOf(now);
    await tx.execute(
      `insert into "accounts"."requests" ("id", "kind", "topic", "channel", "user_id", "nombre_completo", "cedula",
         "contact", "text", "received_on", "due_on", "created_at", "created_by")
       values (?, ?, ?, 'portal', ?, '', '', '', ?, ?, ?, ?, ?)`,
      [randomUUID(), kind, topic, actor.id, text, today, dueDate(kind, today), now, actor.id],
    );
    await audit(tx, { actor, action: 'request.open', subjectIds: [actor.id], ip, detail: kind }, now);
    const [made] = await listOwnRequests(tx, { actor }, now);
    if (made === undefined) throw new Error('an insert has its row');
    return made;
  });

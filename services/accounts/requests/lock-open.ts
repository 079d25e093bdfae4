import type { EntityManager } from '@mikro-orm/postgresql';
import type { DataRequest } from '../../../shared/contract/requests.ts';
import { AppError } from '../../../shared/errors.ts';
import { findRequest } from './register.ts';

/**
 * A request that is not over, locked: two who deal with it at once come one after the other.
 *
 * @throws AppError `not_found` (404), `already_answered`, `lapsed` (409)
 */
export const lockOpen = async (tx: EntityManager, id: string, now: Date): Promise<DataRequest> => {
  await tx.execute('select 1 from "accounts"."requests" where "id" = ? for update', [id]);
  const request = await findRequest(tx, id, now);
  if (request.answer !== null) throw conflict('already_answered', 'Esta solicitud ya está respondida.');
  if (request.state === 'lapsed')
    throw conflict(
      'lapsed',
      'Pasaron dos meses sin lo que faltaba: la ley lo entiende como desistido. Si la persona insiste, es una solicitud nueva.',
    );
  return request;
};

export const conflict = (code: string, message: string): AppError =>
  new AppError(code, message, { status: 409 });

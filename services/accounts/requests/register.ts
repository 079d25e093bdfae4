import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { DataRequest, RequestState } from '../../../shared/contract/requests.ts';
import { AppError } from '../../../shared/errors.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import { audit } from '../audit/audit.ts';
import { look } from '../audit/looks.ts';
import { presentRequest, REQUEST, requestRule, soonUntil } from './rows.ts';

/** The condition that the term of a request runs: it is complete, and not answered. */
export const RUNS = `"answered_at" is null and ("asked_on" is null or "completed_on" is not null)`;
const WAITS = `"answered_at" is null and "asked_on" is not null and "completed_on" is null`;

const conditions: Record<RequestState, string> = {
  answered: '"answered_at" is not null',
  late: `${RUNS} and "due_on" < :today`,
  soon: `${RUNS} and "due_on" >= :today and "due_on" <= :soon`,
  open: `${RUNS} and "due_on" > :soon`,
  incomplete: `${WAITS} and "lapses_on" >= :today`,
  lapsed: `${WAITS} and "lapses_on" < :today`,
};

/** The condition of a state, with the days that it depends on; of the server's own making, so that they need no quoting. */
export const inState = (state: RequestState, now: Date): string => {
  const today = bogotaDayOf(now);
  return conditions[state].replaceAll(':today', `'${today}'`).replaceAll(':soon', `'${soonUntil(today)}'`);
};

/** What somebody has to see to comes first. */
const orderOf = (now: Date): string => {
  const [waits, lapsed] = [inState('incomplete', now), inState('lapsed', now)];
  return `case when ${RUNS} then 0 when ${waits} then 1 else 2 end,
    case when ${RUNS} then "due_on" when ${waits} then "lapses_on" end,
    case when ${lapsed} then "lapses_on"::timestamptz else "answered_at" end desc`;
};

/**
 * One page of the register: what is open by its day, what waits for its person by theirs, then what is over, the latest first.
 * It is a list of people.
 *
 * @throws AppError `forbidden` (403), `validation` (400) when the cursor is none of ours
 */
export const listRequests = async (
  em: EntityManager,
  { actor, state, cursor, limit, ip }: ActionParams<'accounts.requests'>,
  now: Date,
): Promise<ActionResult<'accounts.requests'>> => {
  authorize(actor, 'administer');
  const offset = offsetOf(cursor);
  const rows = await readRows(
    em,
    requestRule,
    `${REQUEST} where ${state === undefined ? 'true' : inState(state, now)}
     order by ${orderOf(now)}, "requests"."number" desc
     limit ? offset ?`,
    [limit + 1, offset],
  );
  const items = rows.slice(0, limit).map((row) => presentRequest(row, now));
  await noteRead(em, actor, items, ip, now);
  return { items, next: rows.length > limit ? String(offset + limit) : null };
};

/** A register of thousands at the most, read by few: pages are counted, so that its order may be by what is due. */
const MOST_OFFSET = 1_000_000;

const offsetOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  const offset = /^\d{1,7}$/.test(cursor) ? Number(cursor) : Number.POSITIVE_INFINITY;
  if (offset <= MOST_OFFSET) return offset;
  throw new AppError('validation', 'El enlace a esta página de la lista no es válido: vuelva al comienzo.', {
    status: 400,
    fields: { cursor: 'No es válido.' },
  });
};

/** @throws AppError `forbidden` (403), `not_found` (404) */
export const readRequest = async (
  em: EntityManager,
  { actor, id, ip }: ActionParams<'accounts.request'>,
  now: Date,
): Promise<DataRequest> => {
  authorize(actor, 'administer');
  const request = await findRequest(em, id, now);
  await noteRead(em, actor, [request], ip, now);
  return request;
};

/** @throws AppError `not_found` (404) */
export const findRequest = async (em: EntityManager, id: string, now: Date): Promise<DataRequest> => {
  const [row] = await readRows(em, requestRule, `${REQUEST} where "requests"."id" = ?`, [id]);
  if (row === undefined)
    throw new AppError('not_found', 'No encontramos esta solicitud: vuelva al registro.', { status: 404 });
  return presentRequest(row, now);
};

const noteRead = (
  em: EntityManager,
  actor: Actor,
  items: readonly DataRequest[],
  ip: string,
  now: Date,
): Promise<void> => {
  const subjectIds = [...new Set(items.flatMap(({ userId }) => userId ?? []))];
  return look(em, { actor, action: 'requests.read', subjectIds, ip }, now);
};

/**
 * One page of the whole register in the order in which it grew, to be taken away; it is written down once.
 *
 * @throws AppError `forbidden` (403), `validation` (400) when the cursor is none of ours
 */
export const exportRequests = async (
  em: EntityManager,
  { actor, cursor, limit, ip }: ActionParams<'accounts.exportRequests'>,
  now: Date,
): Promise<ActionResult<'accounts.exportRequests'>> => {
  authorize(actor, 'administer');
  const after = offsetOf(cursor);
  const rows = await readRows(
    em,
    requestRule,
    `${REQUEST} where "requests"."number" > ? order by "requests"."number" limit ?`,
    [after, limit + 1],
  );
  const items = rows.slice(0, limit).map((row) => presentRequest(row, now));
  const subjectIds = [...new Set([actor.id, ...items.flatMap(({ userId }) => userId ?? [])])];
  await audit(em, { actor, action: 'requests.export', subjectIds, ip }, now);
  return { items, next: rows.length > limit ? String(items.at(-1)?.number ?? '') : null };
};

const countRule = z.object({ open: z.number(), soon: z.number(), late: z.number(), incomplete: z.number() });

/** How many are in each state that is not over. */
export const countOpenRequests = async (
  em: EntityManager,
  now: Date,
): Promise<z.output<typeof countRule>> => {
  const count = (state: keyof z.output<typeof countRule>) =>
    `count(*) filter (where ${inState(state, now)})::int as "${state}"`;
  const [row] = await readRows(
    em,
    countRule,
    `select ${count('open')}, ${count('soon')}, ${count('late')}, ${count('incomplete')} from "accounts"."requests"
     where "answered_at" is null`,
  );
  return row ?? { open: 0, soon: 0, late: 0, incomplete: 0 };
};

import { personHash as hashOf } from '../../../../services/census/store/erased.ts';
import {
  type Access,
  date,
  list,
  NOTHING,
  number,
  type Statements,
  text,
  textOrNull,
} from '../store/access.ts';

const hex = (value: unknown): string => (Buffer.isBuffer(value) ? value.toString('hex') : text(value));

/** Whether somebody was erased. @param hash of their id */
export const isInLedger = (on: Access, hash: unknown): boolean => on.get('erased', hex(hash)) !== undefined;

const NAMES = ['referrerId', 'coordinatorId', 'formerReferrerId', 'formerCoordinatorId'];

/** Takes people out of what is told of others. */
const nameNobody =
  (table: 'outbox' | 'dead_letters', name: string) =>
  (on: Access, [userIds]: readonly unknown[]) => {
    const gone = new Set(list(userIds));
    return on.update(
      table,
      ({ payload }) => gone.has(text(payload[name])),
      ({ payload }) => ({ payload: { ...payload, [name]: null } }),
    );
  };

const naming: Statements = Object.fromEntries(
  (['outbox', 'dead_letters'] as const).flatMap((table) =>
    NAMES.map((name) => [
      `update "census"."${table}" set "payload" = jsonb_set("payload", '{${name}}', 'null')`,
      nameNobody(table, name),
    ]),
  ),
);

/** What the erasure of a person asks. */
export const erasureStatements: Statements = {
  ...naming,
  'select 1 from "census"."erased" where "person_hash" = ?': (on, [hash]) =>
    isInLedger(on, hash) ? [{}] : NOTHING,
  'update "census"."erased" set "erased_at" = ?, "seal" =': (on, [erasedAt, seal, hash]) =>
    on.update(
      'erased',
      (row) => row.personHash === hex(hash) && row.seal !== seal && seal != null,
      () => ({ erasedAt: date(erasedAt), seal: textOrNull(seal) }),
    ),
  'insert into "census"."erased"': async (on, [hash, erasedAt, seal, detaching]) => {
    await on.insert('erased', {
      ...{
        personHash: hex(hash),
        erasedAt: date(erasedAt),
        seal: textOrNull(seal),
        detaching: text(detaching),
      },
      led: on.get('leaders', text(detaching)) !== undefined,
    });
    return NOTHING;
  },
  'delete from "census"."batches" where "requested_by" = ?': async (on, [requestedBy]) => {
    const gone = new Set(
      (await on.remove('batches', (row) => row.requestedBy === requestedBy)).map(({ id }) => id),
    );
    await on.remove('batch_members', ({ batchId }) => gone.has(batchId));
    return NOTHING;
  },
  'select "id" from "census"."batches" where "id" in': (on, [userId]) => {
    const batches = new Set(
      on
        .all('batch_members')
        .filter((row) => row.userId === userId)
        .map(({ batchId }) => batchId),
    );
    return on.choose('batches', ({ id }) => batches.has(id), { sort: (a, b) => (a.id < b.id ? -1 : 1) });
  },
  'delete from "census"."batch_members" where "user_id" = ?': (on, [userId, batchIds]) => {
    const batches = new Set(list(batchIds));
    return on.remove('batch_members', (row) => row.userId === userId && batches.has(row.batchId));
  },
  'delete from "census"."outbox" where "payload" ->> \'userId\' = ?': (on, [userId]) =>
    on.remove('outbox', ({ payload }) => payload.userId === userId),
  'delete from "census"."dead_letters" where "payload" ->> \'userId\' = ?': (on, [userId]) =>
    on.remove('dead_letters', ({ payload }) => payload.userId === userId),
  'delete from "census"."consents" where "user_id" = ?': (on, [userId]) =>
    on.remove('consents', (row) => row.userId === userId),
  'update "census"."lanes" set "streak" =': (on, [userId]) =>
    on.update(
      'lanes',
      ({ streak }) => streak.some((failing) => failing.userId === userId),
      ({ streak }) => ({ streak: streak.filter((failing) => failing.userId !== userId) }),
    ),
  'select "census"."forget_operator"': () => NOTHING,
  'select "detaching" as "id", "led" from "census"."erased"': (on) =>
    on
      .all('erased')
      .filter(({ detaching }) => detaching !== null)
      .sort((a, b) => a.erasedAt.getTime() - b.erasedAt.getTime())
      .slice(0, 100)
      .map(({ detaching, led }) => ({ id: detaching, led })),
  'update "census"."leaders" set "referrer_id" = null': (on, [ids]) =>
    on.update(
      'leaders',
      ({ referrerId }) => list(ids).includes(text(referrerId)),
      () => ({ referrerId: null }),
    ),
  'update "census"."records" set "referrer_id" = null': async (on, [ids, limit]) => {
    const gone = new Set(list(ids));
    const rows = await on.choose('records', ({ referrerId }) => gone.has(text(referrerId)), {
      ...{ limit: number(limit), skipLocked: true },
    });
    for (const row of rows) on.put('records', { ...row, referrerId: null, referrerTurn: 0 });
    return rows;
  },
  'select "user_id" as "id" from "census"."records" where "requested_by" = ?': (on, [userId]) =>
    on
      .all('records')
      .filter(
        ({ requestedBy, beforeBatch, leftBatch }) =>
          requestedBy === userId ||
          beforeBatch?.requestedBy === userId ||
          leftBatch?.before?.requestedBy === userId,
      )
      .map((row) => row.userId)
      .sort()
      .map((id) => ({ id })),
  'update "census"."records" set "requested_by" = nullif': async (on, [userId, , , ids]) => {
    const asked = new Set(list(ids));
    const rows = await on.choose('records', (row) => asked.has(row.userId), {
      sort: (a, b) => (a.userId < b.userId ? -1 : 1),
    });
    for (const row of rows) {
      const { requestedBy, beforeBatch = null, leftBatch = null } = row;
      const left = leftBatch?.before;
      on.put('records', {
        ...row,
        requestedBy: requestedBy === userId ? null : (requestedBy ?? null),
        beforeBatch:
          beforeBatch !== null && beforeBatch.requestedBy === userId
            ? { ...beforeBatch, requestedBy: null }
            : beforeBatch,
        leftBatch:
          leftBatch !== null && left != null && left.requestedBy === userId
            ? { ...leftBatch, before: { ...left, requestedBy: null } }
            : leftBatch,
      });
    }
    return NOTHING;
  },
  'update "census"."erased" set "detaching" = null': (on, [ids]) => {
    const gone = new Set(list(ids));
    return on.update(
      'erased',
      ({ detaching }) =>
        detaching !== null &&
        gone.has(detaching) &&
        !on.all('records').some(({ referrerId }) => referrerId === detaching),
      () => ({ detaching: null }),
    );
  },
  'select "id" from jsonb_to_recordset(?::jsonb) as "told"': (on, [told]) =>
    (JSON.parse(text(told)) as { id: string; seal: string | null }[]).filter(({ id, seal }) => {
      const known = on.get('erased', hashOf(id).toString('hex'));
      const isKnown = known !== undefined && (seal === null || known.seal === seal);
      return !isKnown || on.get('records', id) !== undefined || on.get('leaders', id) !== undefined;
    }),
};

import { priority } from '../../../../services/census/record/priority.ts';
import { isFailure } from '../../../../shared/policy/access.ts';
import { date, list, NOTHING, number, type Statements, text, textOrNull } from '../store/access.ts';
import { missed, type Told } from './missed.ts';
import { allow, upsertConsent } from './newcomers.ts';

const isTrue = (value: unknown): boolean => value === true;

/** What the census knows of people: records, what they allow, who leads. */
export const peopleStatements: Statements = {
  'delete from "census"."records" where "user_id" = ?': async (on, [userId]) => {
    await on.remove('places', (row) => row.userId === userId);
    return on.remove('records', (row) => row.userId === userId);
  },
  'delete from "census"."attempts" where "user_id" = ?': async (on, [userId]) => {
    const gone = new Set(
      (await on.remove('attempts', (row) => row.userId === userId)).map(({ leaseId }) => leaseId),
    );
    await on.remove('evidence', ({ leaseId }) => gone.has(leaseId));
    return NOTHING;
  },
  'update "census"."records" set "corrected_at" = ?': (on, [correctedAt, userId]) =>
    on.update(
      'records',
      (row) => row.userId === userId,
      () => ({ correctedAt: date(correctedAt) }),
    ),
  'select "user_id" as "userId", "referrer_id" as "referrerId", "status", "version", "updated_at"': (
    on,
    [at, id, limit],
  ) => {
    const from = at === '-infinity' ? Number.NEGATIVE_INFINITY : date(at).getTime();
    return on
      .all('records')
      .filter(({ updatedAt, userId }) =>
        updatedAt.getTime() === from ? userId > text(id) : updatedAt.getTime() > from,
      )
      .sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime() || (a.userId < b.userId ? -1 : 1))
      .slice(0, number(limit))
      .map(({ move, answer, ...row }) => ({
        ...row,
        changedAt: row.updatedAt.toISOString(),
        placeChangedAt: move?.changedAt ?? null,
        retryAt: isFailure(row.status) ? row.dueAt : null,
        answer: answer?.kind === 'active' ? answer : null,
      }));
  },
  'select "purpose", "since" from "census"."consent_floor"': () => NOTHING,
  'insert into "census"."consents" as "known" ("user_id", "lookup", "sharing", "as_of") values (?, true, true, ?)':
    async (on, [userId, since]) => [await allow(on, text(userId), date(since))],
  'insert into "census"."consents" as "known" ("user_id", "lookup", "sharing", "as_of") values (?, ?, ?, ?)':
    async (on, [userId, lookup, sharing, changedAt]) => {
      const said = { lookup: isTrue(lookup), sharing: isTrue(sharing), asOf: date(changedAt) };
      const after = await upsertConsent(on, { userId: text(userId), ...said, lastVersion: 0 }, (known) =>
        known.asOf <= said.asOf ? { ...known, ...said } : null,
      );
      return after === null ? NOTHING : [{}];
    },
  'update "census"."consents" set "last_version" = ?': (on, [version, userId]) =>
    on.update(
      'consents',
      (row) => row.userId === userId,
      () => ({ lastVersion: number(version) }),
    ),
  'insert into "census"."leaders"': async (on, [userId, referrerId, leads, asOf]) => {
    const row = {
      ...{ userId: text(userId), referrerId: textOrNull(referrerId) },
      ...{ leads: isTrue(leads), asOf: date(asOf) },
    };
    const there = await on.insert('leaders', row);
    if (there !== undefined && there.asOf <= row.asOf) on.put('leaders', row);
    return NOTHING;
  },
  'update "census"."batches" set "requested_as" = ?': (on, [role, userId]) =>
    on.update(
      'batches',
      (row) => row.requestedBy === userId && row.finishedAt === null,
      () => ({ requestedAs: text(role) }),
    ),
  // Nobody is one in these worlds.
  'update "census"."canaries" set "ended_at" = ?': () => NOTHING,
  'update "census"."leaders" set "referrer_id" = ?, "as_of" = ?': (on, [referrerId, asOf, userId]) =>
    on.update(
      'leaders',
      (row) => row.userId === userId && row.asOf <= date(asOf),
      () => ({ referrerId: textOrNull(referrerId), asOf: date(asOf) }),
    ),
  'delete from "census"."leaders" where "user_id" = ?': (on, [userId]) =>
    on.remove('leaders', (row) => row.userId === userId),
  'select "user_id" as "userId", "referrer_id" as "referrerId" from "census"."leaders"': (on, leaders) =>
    on.all('leaders').filter(({ userId, leads }) => leads && leaders.includes(userId)),
  'select * from ( select "told"."userId", "told"."wanted"': (on, [told]) =>
    (JSON.parse(text(told)) as Told[]).map((one) => missed(on, one)).filter((one) => one !== null),
  'select r."user_id" as "userId", r."referrer_id" as "referrerId", r."status"': (on, [actorId, userIds]) => {
    const batch = on.all('batches').find((row) => row.requestedBy === actorId && row.finishedAt === null);
    return list(userIds).flatMap((userId) => {
      const row = on.get('records', userId);
      if (row === undefined) return [];
      const isMember = batch !== undefined && on.get('batch_members', `${batch.id} ${userId}`) !== undefined;
      const { referrerId, status, requestedAt, batchId, suspended } = row;
      return [{ userId, referrerId, status, requestedAt, batchId, suspended, isMember }];
    });
  },
  'select (select coalesce(max("turn"), 0) from "census"."records"': (on, [requestedBy, , now]) => {
    let own = 0;
    let serving = Number.POSITIVE_INFINITY;
    for (const row of on.all('records')) {
      if (row.dueAt == null) continue;
      if (row.requestedBy === requestedBy) own = Math.max(own, row.turn);
      if (row.priority === priority.batch && row.dueAt <= date(now)) serving = Math.min(serving, row.turn);
    }
    return [{ own, serving: serving === Number.POSITIVE_INFINITY ? 1 : serving }];
  },
};

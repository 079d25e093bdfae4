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
import { laneDefaults } from '../store/tables.ts';

/** How far those have come who are from one place, or whom one person invited, and which turn is served. */
export const standingOf = (
  on: Access,
  subnet: string | null,
  referrer: string | null,
): { serving: number; ofSubnet: number | null; ofReferrer: number | null } => {
  let serving = 0;
  for (const { servedTurn } of on.all('lanes')) serving = Math.max(serving, servedTurn);
  let ofSubnet: number | null = null;
  let ofReferrer: number | null = null;
  for (const row of on.all('records')) {
    if (row.dueAt == null) continue;
    if (subnet !== null && row.subnet === subnet) ofSubnet = Math.max(ofSubnet ?? 0, row.subnetTurn);
    if (referrer !== null && row.referrerId === referrer && row.referrerTurn > 0)
      ofReferrer = Math.max(ofReferrer ?? 0, row.referrerTurn);
  }
  return { serving, ofSubnet, ofReferrer };
};

/** What is asked while people are looked up: lanes, turns, refunds, scrapers, evidence, operators. */
export const workStatements: Statements = {
  'insert into "census"."lanes"': async (on, values) => {
    for (let at = 0; at < values.length; at += 2) {
      const [name, seenAt] = [text(values[at]), date(values[at + 1])];
      const there = await on.insert('lanes', { ...laneDefaults, name, seenAt });
      if (there !== undefined) on.put('lanes', { ...there, seenAt }, true);
    }
    return NOTHING;
  },
  'select (select coalesce(max("served_turn"), 0)': (on, [subnet, referrer]) => [
    standingOf(on, textOrNull(subnet), textOrNull(referrer)),
  ],
  'select 1 from "census"."records" where "lease_expires_at" <= ?': (on, [now]) =>
    on.all('records').some(({ leaseExpiresAt }) => leaseExpiresAt != null && leaseExpiresAt <= date(now))
      ? [{}]
      : NOTHING,
  'update "census"."attempts" set "refund" = \'owed\'': async (on, [leaseIds]) => {
    const wanted = new Set(list(leaseIds));
    const owed = await on.choose(
      'attempts',
      ({ leaseId, refund }) => wanted.has(leaseId) && refund === null,
      {
        sort: (a, b) => (a.leaseId < b.leaseId ? -1 : 1),
      },
    );
    for (const row of owed) on.put('attempts', { ...row, refund: 'owed' as const });
    return NOTHING;
  },
  'select distinct "user_id" as id from "census"."attempts" where "refund" = \'owed\'': (on, [limit]) => {
    const owed = on.all('attempts').filter(({ refund }) => refund === 'owed');
    return [...new Set(owed.map(({ userId }) => userId))].slice(0, number(limit)).map((id) => ({ id }));
  },
  'update "census"."attempts" set "refund" = \'paid\'': async (on, [userId]) => {
    const paid = await on.update(
      'attempts',
      (row) => row.userId === userId && row.refund === 'owed',
      () => ({ refund: 'paid' as const }),
    );
    return paid.map(({ finishedAt }) => ({ at: finishedAt }));
  },
  'select extract(epoch from attempt."finished_at"': (on, [leaseId]) => {
    const attempt = on.get('attempts', text(leaseId));
    const record = attempt === undefined ? undefined : on.get('records', attempt.userId);
    const at = attempt?.finishedAt?.getTime();
    if (record === undefined || at === undefined) return NOTHING;
    if (record.answeredAt?.getTime() !== at || at < record.requestedAt.getTime()) return NOTHING;
    return [{ seconds: (at - record.requestedAt.getTime()) / 1_000 }];
  },
  'select "since", "by", "reason" from "census"."pause"': (on) => on.all('pause'),
  'insert into "census"."pause"': async (on, [since, by, reason]) => {
    const row = { since: date(since), by: text(by), reason: text(reason) };
    const there = await on.insert('pause', row);
    if (there !== undefined) on.put('pause', { ...row, since: there.since });
    return NOTHING;
  },
  'delete from "census"."pause"': (on) => on.remove('pause', () => true),
  'insert into "census"."operations"': (on, [at, by, kind, detail]) => {
    const id = on.store.nextId();
    on.put('operations', { id, at: date(at), by: text(by), kind: text(kind), detail: text(detail) });
    return NOTHING;
  },
  "select pg_advisory_xact_lock(hashtext('censo.census.operations'))": async (on) => {
    await on.lock('operations');
    return NOTHING;
  },
  'select "at", "by", "kind", "detail" from "census"."operations" where "kind" not in': (on) =>
    on
      .all('operations')
      .filter(({ kind }) => kind !== 'opened' && kind !== 'closed')
      .sort((a, b) => b.id - a.id)
      .slice(0, 1),
  'insert into "census"."workers"': async (on, [name, slots, trouble, seenAt]) => {
    const row = {
      ...{ name: text(name), slots: number(slots) },
      ...{ trouble: textOrNull(trouble), seenAt: date(seenAt) },
    };
    if ((await on.insert('workers', row, true)) !== undefined) on.put('workers', row, true);
    return NOTHING;
  },
  'delete from "census"."workers" where "name" = ?': (on, [name]) =>
    on.remove('workers', (row) => row.name === name),
  'delete from "census"."workers" where "seen_at" < ?': (on, [before]) =>
    on.remove('workers', ({ seenAt }) => seenAt < date(before)),
  'insert into "census"."evidence"': async (on, [leaseId, , , storedAt]) => {
    await on.insert('evidence', { leaseId: text(leaseId), storedAt: date(storedAt) });
    return NOTHING;
  },
  'delete from "census"."evidence"': (on, [before, limit]) =>
    on.remove('evidence', ({ storedAt }) => storedAt < date(before), {
      sort: (a, b) => a.storedAt.getTime() - b.storedAt.getTime(),
      limit: number(limit),
    }),
  'delete from "census"."attempts" where "lease_id" in': async (on, [before, limit]) => {
    const removed = await on.remove(
      'attempts',
      (row) => row.startedAt < date(before) && row.finishedAt !== null && row.refund !== 'owed',
      { sort: (a, b) => a.startedAt.getTime() - b.startedAt.getTime(), limit: number(limit) },
    );
    const gone = new Set(removed.map(({ leaseId }) => leaseId));
    await on.remove('evidence', ({ leaseId }) => gone.has(leaseId));
    return removed;
  },
  "select pg_try_advisory_xact_lock(hashtext('censo.revalidation')) as held": (on) => [
    { held: on.tryLock('revalidation') },
  ],
};

import { randomUUID } from 'node:crypto';
import { priority } from '../../../../services/census/record/priority.ts';
import { type Access, date, NOTHING, number, type Statements, text, textOrNull } from '../store/access.ts';
import { type ConsentRow, recordDefaults } from '../store/tables.ts';
import { announce } from './durable.ts';
import { isInLedger } from './erasure.ts';
import { standingOf } from './work.ts';

/** Inserts what is allowed, or changes what was known. */
export const upsertConsent = async (
  on: Access,
  row: ConsentRow,
  change: (known: ConsentRow) => ConsentRow | null,
): Promise<ConsentRow | null> => {
  const known = await on.insert('consents', row);
  if (known === undefined) return row;
  const after = change(known);
  if (after !== null) on.put('consents', after);
  return after;
};

/** Notes that somebody allows all, unless more was heard of them since. */
export const allow = async (on: Access, userId: string, asOf: Date): Promise<ConsentRow> => {
  const row = { userId, lookup: true, sharing: true, asOf, lastVersion: 0 };
  const after = (known: ConsentRow): ConsentRow => ({
    ...known,
    lookup: known.lookup || known.asOf < asOf,
    asOf: known.lookup || known.asOf > asOf ? known.asOf : asOf,
  });
  return (await upsertConsent(on, row, after)) ?? row;
};

/** How a record comes to be. */
export const newcomerStatements: Statements = {
  'with "given" as ( select ?::uuid as "user_id", ?::bytea as "person_hash"': async (on, values) => {
    const [userId, personHash, since, subnet, invitedBy, inviterHash] = values;
    if (isInLedger(on, personHash)) return NOTHING;
    const { lookup, sharing, lastVersion } = await allow(on, text(userId), date(since));
    const isKnown = sharing && invitedBy !== null && !isInLedger(on, inviterHash);
    const referrerId = isKnown ? text(invitedBy) : null;
    const leader = on.get('leaders', referrerId ?? '');
    const coordinatorId = leader?.leads === true ? leader.referrerId : null;
    return [
      {
        ...{ lookup, lastVersion, referrerId, toldReferrerId: referrerId, coordinatorId },
        ...standingOf(on, textOrNull(subnet), referrerId),
      },
    ];
  },
  'with "given" as ( select ?::uuid as "user_id", ?::text as "cedula"': async (on, values) => {
    const [userId, cedula, referrerId, at, version, subnet, turn, subnetTurn, referrerTurn, told] = values;
    const now = date(at);
    const there = await on.insert('records', {
      ...recordDefaults,
      ...{ userId: text(userId), cedula: text(cedula), referrerId: textOrNull(referrerId) },
      ...{ status: 'PENDING', attempt: 0, priority: priority.person, requestedBy: text(userId) },
      ...{ requestedAt: now, dueAt: now, version: number(version), createdAt: now, updatedAt: now },
      ...{ traceId: randomUUID(), subnet: textOrNull(subnet), turn: number(turn) },
      ...{ subnetTurn: number(subnetTurn), referrerTurn: number(referrerTurn) },
    });
    if (there !== undefined) return NOTHING;
    announce(on, 'census.updated', told, now);
    return [{ userId }];
  },
};

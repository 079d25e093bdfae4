import { personHash } from '../../../services/census/store/erased.ts';
import { hasAnswer } from '../../../shared/contract/census.ts';
import { isFailure } from '../../../shared/policy/access.ts';
import type { Person } from './accounts.ts';
import type { Stage } from './stage.ts';

/** Those who allow to be looked up. */
const wanted = ({ people }: Stage): Person[] =>
  [...people.values()].filter(({ erasedAt, registeredAt }) => erasedAt === null && registeredAt !== null);

/** What is still on its way; null when the world has come to rest. */
export const unrest = (stage: Stage): string | null => {
  const { rows } = stage.census.store;
  for (const { userId } of wanted(stage)) {
    const row = rows.records.get(userId);
    if (row === undefined) return `${userId} has no record`;
    const rests = row.leaseId == null && (row.dueAt == null || hasAnswer(row.status));
    if (!rests) return `${userId} is ${row.status}, due ${row.dueAt?.toISOString()}`;
  }
  if (rows.outbox.size > 0) return 'the outbox of the census is not empty';
  if (stage.accountsDatabase.store.rows.outbox.size > 0) return 'the outbox of accounts is not empty';
  if (stage.stream.size() > 0) return 'events wait';
  for (const { id, finishedAt } of rows.batches.values())
    if (finishedAt === null) return `batch ${id} is not finished`;
  for (const { refund } of rows.attempts.values()) if (refund === 'owed') return 'an attempt is owed';
  for (const { detaching } of rows.erased.values())
    if (detaching !== null) return 'somebody who was erased is named';
  return disagreement(stage);
};

/** What accounts and the census say differently of somebody. */
const disagreement = ({ people, census }: Stage): string | null => {
  const { records, erased, consents } = census.store.rows;
  for (const person of people.values()) {
    const { userId, erasedAt, registeredAt, sharing, referrerId, cedula } = person;
    const row = records.get(userId);
    if (erasedAt !== null) {
      if (row !== undefined || consents.has(userId)) return `${userId} was erased, and the census has them`;
      if (!erased.has(personHash(userId).toString('hex')))
        return `${userId} was erased, which the census does not know`;
      continue;
    }
    if (registeredAt === null) {
      if (row !== undefined) return `${userId} has withdrawn, and the census has them`;
      continue;
    }
    if (row === undefined) return `${userId} has no record`;
    if (row.cedula !== cedula) return `${userId} has another cédula in the census`;
    const referrer = people.get(referrerId ?? '');
    const expected = sharing && referrer?.erasedAt === null ? referrerId : null;
    if ((row.referrerId ?? null) !== expected) return `${userId} has another referrer in the census`;
    if (row.version !== person.version || row.status !== person.status)
      return `accounts has ${userId} as ${person.status} v${person.version}, the census as ${row.status} v${row.version}`;
  }
  return null;
};

/** Those whose lookup has failed for good. */
export const failed = (stage: Stage): Person[] =>
  wanted(stage).filter(({ userId }) => {
    const row = stage.census.store.rows.records.get(userId);
    return row !== undefined && isFailure(row.status);
  });

/** Whoever is not answered, or by something that is not true. */
export const unanswered = (stage: Stage): string | null => {
  for (const { userId, cedula } of wanted(stage)) {
    const row = stage.census.store.rows.records.get(userId);
    if (row === undefined || !hasAnswer(row.status) || row.answer == null) return `${userId} has no answer`;
    if (!stage.site.truths.wasTrue(cedula, row.answer)) return `${userId} has an answer that never was true`;
  }
  return null;
};

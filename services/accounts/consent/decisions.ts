import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Origin } from '../../../shared/contract/accounts.ts';
import { type Channel, type Purpose, purposes } from '../../../shared/contract/consent.ts';
import { ConsentEntity, type ConsentRow, UserEntity, type UserRow } from '../store/entities.ts';
import { announceConsent, announceRegistered } from './announce.ts';

/** The text that somebody decided on. */
export interface DecidedText {
  version: string;
  /** SHA-256, in hexadecimal. */
  hash: string | null;
}

/** What somebody gives, and from where. */
export interface Given extends Origin {
  purposes: readonly Purpose[];
  text: DecidedText;
  channel: Channel;
  /** Of its address: see `SubnetOf`. */
  subnet: string;
}

/** The decision of each purpose that is in force; null where none is. */
export type InForce = Record<Purpose, ConsentRow | null>;

/** Every decision of a person, the oldest first, also those that were withdrawn. */
export const decisionsOf = (em: Pick<EntityManager, 'find'>, userId: string): Promise<ConsentRow[]> =>
  em.find(ConsentEntity, { userId }, { orderBy: { grantedAt: 'asc', id: 'asc' } });

/** The same, as its person is shown them: of who had the account before it was handed over to them, none. */
export const ownDecisionsOf = async (
  em: Pick<EntityManager, 'find'>,
  { id, heldSince }: Pick<UserRow, 'id' | 'heldSince'>,
): Promise<ConsentRow[]> =>
  (await decisionsOf(em, id)).filter(({ grantedAt }) => heldSince == null || grantedAt >= heldSince);

/** Whether a decision stands on an earlier text than one that allows more: it does not count, and is ended soon. */
export const isOutdated = (
  { purpose, policyVersion, withdrawnAt }: ConsentRow,
  since: Readonly<Record<Purpose, string>>,
): boolean => withdrawnAt == null && policyVersion < since[purpose];

export const inForce = (decisions: readonly ConsentRow[]): InForce => {
  const standing = (purpose: Purpose): ConsentRow | null =>
    decisions.find((decision) => decision.purpose === purpose && decision.withdrawnAt == null) ?? null;
  return { policy: standing('policy'), lookup: standing('lookup'), sharing: standing('sharing') };
};

/**
 * Gives what is named, on this text; a decision that stands on the same text stays as it is, and one on another is replaced.
 *
 * @returns whether anything changed; false also when nobody is it
 */
export const giveConsent = async (
  tx: EntityManager,
  userId: string,
  given: Given,
  now: Date,
): Promise<boolean> => {
  const held = await lockDecisions(tx, userId, now);
  if (held === null) return false;
  const { user, before, outdated, at } = held;
  const wanted = given.purposes.filter((purpose) => before[purpose]?.policyVersion !== given.text.version);
  if (wanted.length === 0) return false;
  await endDecisions(tx, before, wanted, at);
  addDecisions(tx, userId, given, wanted, at);
  await tx.flush();
  const after = { ...before, ...Object.fromEntries(wanted.map((purpose) => [purpose, true])) };
  // A trigger writes the same.
  user.shared = after.sharing !== null;
  const asked = outdated.filter((purpose) => !wanted.includes(purpose));
  user.askedAgain = asked.length > 0;
  await tx.flush();
  if (before.lookup === null && after.lookup !== null) await announceRegistered(tx, user, given.subnet, at);
  const allowed = { lookup: after.lookup !== null, sharing: after.sharing !== null };
  await announceConsent(tx, user, { ...allowed, ...asking(asked) }, before.sharing !== null, at);
  return true;
};

/** What is known of somebody who is asked again stays until they have decided. */
const asking = (asked: readonly Purpose[]): { asking?: true } =>
  asked.includes('lookup') ? { asking: true } : {};

/**
 * Withdraws what is named; who withdraws the policy withdraws all that rests on it. The rows stay, as proof of what was
 * allowed until now.
 *
 * @returns whether anything changed; false also when nobody is it
 */
export const withdrawConsent = async (
  tx: EntityManager,
  userId: string,
  named: readonly Purpose[],
  now: Date,
): Promise<boolean> => {
  const held = await lockDecisions(tx, userId, now);
  if (held === null) return false;
  const { user, before, outdated, at } = held;
  const meant = named.includes('policy') ? purposes : named;
  const ended = meant.filter((purpose) => before[purpose] !== null);
  // Who was asked again and says no has decided as well.
  const declined = outdated.filter((purpose) => meant.includes(purpose));
  if (ended.length === 0 && declined.length === 0) return false;
  const asked = outdated.filter((purpose) => !declined.includes(purpose));
  user.askedAgain = asked.length > 0;
  await tx.nativeUpdate(ConsentEntity, { userId, purpose: { $in: declined } }, { outdated: false });
  await endDecisions(tx, before, ended, at);
  const stands = (purpose: Purpose): boolean => before[purpose] !== null && !ended.includes(purpose);
  user.shared = stands('sharing');
  // What the census told of them is of nobody any more.
  if (!stands('lookup') && !asked.includes('lookup')) user.censusStatus = null;
  await tx.flush();
  const allowed = { lookup: stands('lookup'), sharing: stands('sharing') };
  await announceConsent(tx, user, { ...allowed, ...asking(asked) }, before.sharing !== null, at);
  return true;
};

/** Locks a person, so that their decisions come one after the other, each later than the one before. */
const lockDecisions = async (
  tx: EntityManager,
  userId: string,
  now: Date,
): Promise<{ user: UserRow; before: InForce; outdated: Purpose[]; at: Date } | null> => {
  const user = await tx.findOne(UserEntity, { id: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (user === null) return null;
  const decisions = await decisionsOf(tx, userId);
  const latest = Math.max(
    0,
    ...decisions.flatMap(({ grantedAt, withdrawnAt }) => [grantedAt.getTime(), withdrawnAt?.getTime() ?? 0]),
  );
  const before = inForce(decisions);
  const isOutdated = (purpose: Purpose): boolean =>
    before[purpose] === null &&
    decisions.findLast((decision) => decision.purpose === purpose)?.outdated === true;
  const at = new Date(Math.max(now.getTime(), latest + 1));
  return { user, before, outdated: purposes.filter(isOutdated), at };
};

/** At once, before any that comes in its place: only one of each stands. */
const endDecisions = async (
  tx: EntityManager,
  before: InForce,
  ended: readonly Purpose[],
  at: Date,
): Promise<void> => {
  for (const purpose of ended) {
    const row = before[purpose];
    if (row !== null) row.withdrawnAt = at;
  }
  await tx.flush();
};

const addDecisions = (
  tx: EntityManager,
  userId: string,
  { text, channel, ip, userAgent }: Given,
  wanted: readonly Purpose[],
  grantedAt: Date,
): void => {
  const { version: policyVersion, hash: textHash } = text;
  for (const purpose of wanted)
    tx.persist(
      tx.create(ConsentEntity, {
        ...{ id: randomUUID(), userId, purpose, policyVersion, textHash, channel },
        ...{ grantedAt, withdrawnAt: null, outdated: false, ip, userAgent },
      }),
    );
};

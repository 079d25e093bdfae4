import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { purposes } from '../../../shared/contract/consent.ts';
import type { OwnAccount, OwnConsent } from '../../../shared/contract/own-data.ts';
import { greetingName } from '../../../shared/person/greeting-name.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { audit } from '../audit/audit.ts';
import { decisionsOf } from '../consent/decisions.ts';
import { totalsOf } from '../referrals/counts.ts';
import {
  DeviceEntity,
  FactorEntity,
  GuessEntity,
  LoginFailureEntity,
  RecoveryCodeEntity,
  SessionEntity,
  UserEntity,
  type UserRow,
} from '../store/entities.ts';
import { presentUser } from '../users/present.ts';
import { readDealings } from './dealings.ts';

/** More sessions, devices or places of wrong passwords than a person has. */
const MOST = 1_000;

const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

const findSelf = async (em: EntityManager, id: string): Promise<UserRow> => {
  const user = await em.findOne(UserEntity, { id });
  if (user === null) throw missingPerson();
  return user;
};

/** What both the page and the file tell. */
const readCommon = async (
  em: EntityManager,
  { id, referrerId }: UserRow,
): Promise<{ referrer: string | null; referrals: number; consents: OwnConsent[] }> => {
  const referrer = referrerId == null ? null : await em.findOne(UserEntity, { id: referrerId });
  const totals = await totalsOf(em, [id]);
  const consents = (await decisionsOf(em, id)).toSorted(
    (one, two) =>
      one.grantedAt.getTime() - two.grantedAt.getTime() ||
      purposes.indexOf(one.purpose) - purposes.indexOf(two.purpose),
  );
  return {
    // Anybody may name anybody as theirs, who must not learn more by it than by an invitation.
    referrer: referrer === null ? null : greetingName(referrer.nombreCompleto),
    referrals: totals.get(id) ?? 0,
    consents: consents.map(({ purpose, policyVersion, textHash = null, channel, ip, userAgent, ...at }) => ({
      ...{ purpose, policyVersion, textHash, channel, ip, userAgent },
      ...{ grantedAt: at.grantedAt.toISOString(), withdrawnAt: iso(at.withdrawnAt) },
    })),
  };
};

/**
 * What is held of the actor's account, in short.
 *
 * @throws AppError `not_found` (404) when the account is gone
 */
export const readOwnSummary = async (
  em: EntityManager,
  { actor }: { actor: Actor },
  now: Date,
): Promise<ActionResult<'accounts.ownData'>> => {
  const user = await findSelf(em, actor.id);
  const userId = user.id;
  return {
    ...(await readCommon(em, user)),
    sessions: await em.count(SessionEntity, { userId, replacedAt: null, expiresAt: { $gt: now } }),
    devices: await em.count(DeviceEntity, { userId }),
    factors: await em.count(FactorEntity, { userId, confirmedAt: { $ne: null } }),
  };
};

/**
 * Everything that is held of the actor's account but its trail, and writes down that it was taken.
 *
 * @throws AppError `not_found` (404) when the account is gone
 */
export const takeOwnAccount = async (
  em: EntityManager,
  { actor, format, ip }: ActionParams<'accounts.takeOwnData'>,
  now: Date,
): Promise<OwnAccount> => {
  const row = await findSelf(em, actor.id);
  const userId = row.id;
  const common = await readCommon(em, row);
  const most = { limit: MOST };
  const sessions = await em.find(SessionEntity, { userId }, { ...most, orderBy: { createdAt: 'desc' } });
  const devices = await em.find(DeviceEntity, { userId }, { ...most, orderBy: { lastUsedAt: 'desc' } });
  const factors = await em.find(FactorEntity, { userId }, { ...most, orderBy: { createdAt: 'asc' } });
  const codes = await em.find(RecoveryCodeEntity, { userId }, most);
  await audit(em, { actor, action: 'data.take', subjectIds: [userId], ip, detail: format }, now);
  return {
    user: presentUser(row),
    ...common,
    phoneProvenAt: iso(row.phoneProvenAt),
    phonePending: row.phonePending ?? null,
    suspendedAt: iso(row.suspendedAt),
    factorSince: iso(row.factorSince),
    factorDemandedAt: iso(row.factorDemandedAt),
    sessions: sessions.map((session) => ({
      createdAt: session.createdAt.toISOString(),
      lastUsedAt: session.lastUsedAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
      provedAt: session.provedAt.toISOString(),
      replacedAt: iso(session.replacedAt),
      userAgent: session.userAgent,
      ip: session.ip,
    })),
    devices: devices.map(({ lastUsedAt, expiresAt }) => ({
      ...{ lastUsedAt: lastUsedAt.toISOString(), expiresAt: expiresAt.toISOString() },
    })),
    factors: factors.map(({ kind, label, createdAt, confirmedAt, lastUsedAt }) => ({
      ...{ kind, label, createdAt: createdAt.toISOString() },
      ...{ confirmedAt: iso(confirmedAt), lastUsedAt: iso(lastUsedAt) },
    })),
    recoveryCodes: { total: codes.length, usedAt: codes.flatMap(({ usedAt }) => iso(usedAt) ?? []).sort() },
    ...(await readDealings(em, userId)),
    wrongPasswords: await readWrongPasswords(em, row.cedula),
  };
};

/** From where is known by a hash alone, which says nothing to anybody. */
const readWrongPasswords = async (
  em: EntityManager,
  cedula: string,
): Promise<OwnAccount['wrongPasswords']> => {
  const guesses = await em.find(GuessEntity, { cedula }, { limit: MOST, orderBy: { lastAt: 'desc' } });
  const together = await em.find(LoginFailureEntity, { cedula });
  return [...guesses, ...together].map(({ failures, lastAt }) => ({
    ...{ failures, lastAt: lastAt.toISOString() },
  }));
};

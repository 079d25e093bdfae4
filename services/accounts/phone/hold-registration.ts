import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { PendingRegistration } from '../../../shared/contract/phone.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import type { Given } from '../consent/decisions.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { PendingRegistrationEntity, UserEntity } from '../store/entities.ts';
import type { NewUser } from '../users/new-user.ts';
import { makeCode, sendCode } from './registration-code.ts';

/** Time to find the phone, and to come back another day. */
const LIFE_MS = 24 * 3_600_000;
/** A form that the same browser sends again so soon is the same one, and needs no other message. */
const SAME_MS = 60_000;

/**
 * Keeps a registration until the code that goes to its phone is given. Nobody has an account by then: nothing can be looked
 * up, logged in to or taken from anybody. Where the cédula has an account, the same happens, and its owner hears of it: who
 * registers is told once they have shown that the phone which they gave is theirs.
 */
export const holdRegistration = (
  em: EntityManager,
  messenger: MessengerSettings,
  { consent, ...person }: NewUser & { consent: Given },
  now: Date,
): Promise<PendingRegistration> =>
  em.transactional(async (tx) => {
    const { cedula, phone, registeredBy = null } = person;
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + LIFE_MS);
    const account = await tx.findOne(UserEntity, { cedula });
    const same =
      registeredBy === null
        ? null
        : await tx.findOne(
            PendingRegistrationEntity,
            { cedula, phone, registeredBy, sentAt: { $gt: new Date(now.getTime() - SAME_MS) } },
            { orderBy: { sentAt: 'desc' } },
          );
    const { code, ...made } = await makeCode(tx, cedula, now);
    const { purposes, text, channel, ip, userAgent, subnet } = consent;
    await tx.insert(PendingRegistrationEntity, {
      ...{ tokenHash: tokenHash(token), userId: account?.id ?? null, cedula, phone, registeredBy },
      ...{ nombreCompleto: person.nombreCompleto, passwordHash: person.passwordHash },
      ...{ referrerId: person.referrerId, purposes: [...purposes] },
      ...{ textVersion: text.version, textHash: text.hash, channel, ip, userAgent, subnet },
      ...{ createdAt: now, expiresAt, ...made, tries: 0, sent: 1, finishedBy: null },
      // What was tried of it stays tried.
      ...(same === null
        ? {}
        : {
            ...{ codeHash: same.codeHash, codeUntil: same.codeUntil, sentAt: same.sentAt, sent: same.sent },
            ...{ codeTries: same.codeTries, tries: same.tries },
          }),
    });
    if (same === null) await sendCode(tx, messenger, { phone, subnet, account }, code, now);
    return { token, expiresAt: expiresAt.toISOString() };
  });

/** Forgets those that nobody came back to. */
export const purgeRegistrations = (em: Pick<EntityManager, 'nativeDelete'>, now: Date): Promise<number> =>
  em.nativeDelete(PendingRegistrationEntity, { expiresAt: { $lte: now } });

import type { EntityManager } from '@mikro-orm/postgresql';
import type { Admission } from '../../../shared/contract/accounts.ts';
import { audit } from '../audit/audit.ts';
import { followSession } from '../push/of-sessions.ts';
import type { UserRow } from '../store/entities.ts';
import { rememberDevice } from './devices.ts';
import { closeSession, openSession } from './sessions.ts';
import { assertNotSuspended } from './suspended.ts';
import { isStaff } from './terms.ts';

/** The browser from which somebody comes in. */
export interface Browser {
  remember: boolean;
  ip: string;
  userAgent: string;
  /** What it has from an earlier time. */
  device?: string | undefined;
  /** The session that it had until now, which ends: nobody goes on with one that another knows. */
  replaces?: string | undefined;
}

/**
 * Opens a session for somebody who has shown who they are, and remembers their browser.
 *
 * @throws AppError `account_suspended` (403)
 */
export const letIn = async (
  em: EntityManager,
  user: Pick<UserRow, 'id' | 'role' | 'suspendedAt'>,
  { remember, ip, userAgent, device, replaces }: Browser,
  now: Date,
): Promise<Admission> => {
  assertNotSuspended(user);
  const { id, role } = user;
  const persistent = remember && !isStaff(role);
  const session = await openSession(em, id, { persistent, ip, userAgent }, now);
  if (replaces !== undefined) {
    await followSession(em, id, { from: replaces, to: session.token });
    await closeSession(em, replaces);
  }
  return { session, device: await rememberDevice(em, id, device, now) };
};

/**
 * The same, and writes down that they came in.
 *
 * @throws AppError `account_suspended` (403)
 */
export const comeIn = async (
  em: EntityManager,
  user: Pick<UserRow, 'id' | 'role' | 'suspendedAt'>,
  browser: Browser,
  now: Date,
): Promise<Admission> => {
  const admission = await letIn(em, user, browser, now);
  const entry = { actor: user, action: 'session.open', subjectIds: [user.id], ip: browser.ip } as const;
  await audit(em, entry, now);
  return admission;
};

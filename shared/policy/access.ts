import type { Actor, Role } from '../contract/accounts.ts';
import { type FailureStatus, failureStatuses, type Status } from '../contract/census.ts';
import type { Subject } from '../contract/subject.ts';

/**
 * Who may see, refresh and change what.
 *
 * What is asked of a service that service refuses: accounts what is about people, the trail and its dead letters, census
 * what is about answers, batches and lookups; each takes from the gateway who asks, as their session says. The gateway
 * alone decides whose changes a live stream tells, because events reach it unasked. Else it asks to know what to show, and
 * refuses early what a service behind it would refuse as well (admin pages, exports, batches, the summary).
 *
 * | role        | sees of others                                             | does                                  |
 * |-------------|------------------------------------------------------------|---------------------------------------|
 * | USER        | the names of those they referred, and no number of theirs  | refreshes own failures                |
 * | LEADER      | those they referred, with cédula, phone and census data    | refreshes self and those at any time  |
 * | COORDINATOR | as LEADER; also those whom the LEADERs they referred did   | as LEADER; those others they only see |
 * | OPERATOR    | nobody                                                     | steers the lookups; refreshes as USER |
 * | ADMIN       | as LEADER; everybody, read-only                            | as LEADER; steers lookups; roles,
 * |             |                                                            | suspends accounts                     |
 */

const leading: readonly Role[] = ['LEADER', 'COORDINATOR', 'ADMIN'];

const isOwn = (actor: Actor, subject: Subject): boolean => actor.id === subject.userId;
const hasReferred = (actor: Actor, subject: Subject): boolean => actor.id === subject.referrerId;
const coordinates = (actor: Actor, subject: Subject): boolean =>
  actor.role === 'COORDINATOR' && actor.id === subject.coordinatorId;

/** Whom they referred, without census data: everybody but OPERATORs, who see no personal data. */
export const mayListReferred = (actor: Actor): boolean => actor.role !== 'OPERATOR';

/** The census data of those they referred. */
export const mayReadReferred = (actor: Actor): boolean => leading.includes(actor.role);

/** Also those whom the LEADERs they referred did. */
export const mayCoordinate = (actor: Actor): boolean => actor.role === 'COORDINATOR';

/** Whose answers are theirs to live with: what their lists, numbers and streams are about. */
export const mayFollow = (actor: Actor, subject: Subject): boolean =>
  isOwn(actor, subject) ||
  (mayReadReferred(actor) && hasReferred(actor, subject)) ||
  coordinates(actor, subject);

/** Who somebody is, without census data: those they referred, and those whom the LEADERs they referred did. */
export const mayKnow = (actor: Actor, subject: Subject): boolean =>
  (mayListReferred(actor) && hasReferred(actor, subject)) || coordinates(actor, subject);

/** Whose answer they may be shown when they ask for that person. */
export const mayRead = (actor: Actor, subject: Subject): boolean =>
  mayAdminister(actor) || mayFollow(actor, subject);

/** How those who lead do, in numbers: a COORDINATOR of the LEADERs they referred, an ADMIN of everybody who leads. */
export const mayCompareLeaders = (actor: Actor): boolean => mayCoordinate(actor) || mayAdminister(actor);

export const isFailure = (status: Status): status is FailureStatus =>
  (failureStatuses as readonly Status[]).includes(status);

/** Whose lookups they may ask for at all: their own, and those of the people whom they lead. */
export const mayAsk = (actor: Actor, subject: Subject): boolean =>
  isOwn(actor, subject) || (mayReadReferred(actor) && hasReferred(actor, subject));

/** LEADERs refresh themselves and those they referred at any time; others only themselves, and after a failure. */
export const mayRefresh = (actor: Actor, subject: Subject, status: Status): boolean =>
  mayAsk(actor, subject) && (mayReadReferred(actor) || isFailure(status));

/** The lookups of the whole system: their state, pause, resume and probe. No person is in them. */
export const mayOperate = (actor: Actor): boolean => actor.role === 'ADMIN' || actor.role === 'OPERATOR';

/** Everybody's account and history, the audit trail, and roles. */
export const mayAdminister = (actor: Actor): boolean => actor.role === 'ADMIN';

/** ADMINs keep others out of the portal, never themselves. */
export const maySuspend = (actor: Actor, userId: string): boolean =>
  mayAdminister(actor) && actor.id !== userId;

/** ADMINs erase others on their request; themselves as everybody does. */
export const mayErase = (actor: Actor, userId: string): boolean =>
  mayAdminister(actor) && actor.id !== userId;

/** ADMINs change roles, never their own: nobody promotes themselves. */
export const mayChangeRole = (actor: Actor, userId: string): boolean =>
  mayAdminister(actor) && actor.id !== userId;

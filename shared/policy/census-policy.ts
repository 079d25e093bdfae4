import type { Actor } from '../contract/accounts.ts';
import { type FailureStatus, failureStatuses, type Status } from '../contract/census.ts';

/**
 * Who may see and refresh a census answer. The census service enforces it; the gateway asks it which buttons to show.
 */

/** Whose answer it is, and who referred them. */
export interface Subject {
  userId: string;
  referrerId: string | null;
}

const isOwn = (actor: Actor, subject: Subject): boolean => actor.id === subject.userId;
const hasReferred = (actor: Actor, subject: Subject): boolean => actor.id === subject.referrerId;

/** LEADERs and ADMINs see the census data of those they referred; a USER sees only who they are. */
export const mayReadReferred = (actor: Actor): boolean => actor.role !== 'USER';

/** A person's own answer; for LEADERs and ADMINs also those of the people they referred. */
export const mayRead = (actor: Actor, subject: Subject): boolean =>
  isOwn(actor, subject) || (mayReadReferred(actor) && hasReferred(actor, subject));

export const isFailure = (status: Status): status is FailureStatus =>
  (failureStatuses as readonly Status[]).includes(status);

/** LEADERs and ADMINs refresh themselves and those they referred at any time; a USER only after a failure. */
export const mayRefresh = (actor: Actor, subject: Subject, status: Status): boolean => {
  if (!mayRead(actor, subject)) return false;
  return mayReadReferred(actor) || isFailure(status);
};

/** ADMINs see and steer the lookups of the whole system. */
export const mayOperate = (actor: Actor): boolean => actor.role === 'ADMIN';

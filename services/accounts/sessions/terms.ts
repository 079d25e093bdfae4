import type { Role } from '../../../shared/contract/accounts.ts';

/** What the configuration says of sessions. */
export interface SessionTerms {
  /** Without a request for so long, a session of somebody who sees or steers what is others' is over. */
  staffIdleMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** "Recordarme": 14 days. Else the cookie ends with the browser, and the session 12 hours after login at the latest. */
const REMEMBERED_MS = 14 * DAY_MS;
const BROWSER_MS = 12 * HOUR_MS;
/** Who comes back within a week from a telephone of their own need not type the password again. */
const IDLE_MS = 7 * DAY_MS;

const staff: readonly Role[] = ['COORDINATOR', 'OPERATOR', 'ADMIN'];

/** Nobody of them is remembered: what they leave open on a desk is other people's. */
export const isStaff = (role: Role): boolean => staff.includes(role);

/** How long a session is good for at the most, in milliseconds. */
export const lifetimeMs = (isRemembered: boolean): number => (isRemembered ? REMEMBERED_MS : BROWSER_MS);

/** After how long without a request it is over, in milliseconds; by the role that its person has now. */
export const idleMs = (role: Role, { staffIdleMs }: SessionTerms): number =>
  isStaff(role) ? staffIdleMs : IDLE_MS;

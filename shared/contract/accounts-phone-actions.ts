import { z } from 'zod';
import { phoneRule } from '../person/rules.ts';
import { type Admission, ipRule, type User } from './accounts.ts';
import { device, replaces, submission } from './accounts-session-actions.ts';
import { personAction, portalAction } from './action.ts';
import { codeRule } from './factors.ts';
import type { CodeWait, PhoneState } from './phone.ts';

const token = z.string().max(200);

/** How people show that a phone is theirs. */
export const accountsPhoneActions = {
  /** What a registration waits for that has no account yet. */
  'accounts.pendingRegistration': portalAction<CodeWait>()(z.object({ token })),
  /** Another code, also to another number. */
  'accounts.resendRegistration': portalAction<CodeWait>()(
    z.object({ token, phone: phoneRule.optional(), ip: ipRule }),
  ),
  /** Makes the account; `existing` = the cédula has one. */
  'accounts.confirmRegistration': portalAction<({ user: User } & Admission) | { existing: true }>()(
    z.object({
      ...{ token, code: codeRule, submission, ip: ipRule, device, replaces },
      userAgent: z.string().max(300).default(''),
    }),
  ),
  'accounts.phone': personAction<PhoneState>()(z.object({})),
  /** A code to the phone that waits to be proven, else to the one that counts. */
  'accounts.sendPhoneCode': personAction<PhoneState>({ proof: 'fresh' })(z.object({ ip: ipRule })),
  /** With a proven phone an account is recovered: whoever has found one open must not put theirs in its place. */
  'accounts.confirmPhone': personAction<PhoneState>({ proof: 'fresh' })(
    z.object({ code: codeRule, ip: ipRule }),
  ),
  /** Goes on with the phone that there is. */
  'accounts.keepPhone': personAction<PhoneState>()(z.object({})),
};

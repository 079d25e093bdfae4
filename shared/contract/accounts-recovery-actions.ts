import { z } from 'zod';
import { cedulaRule, passwordRule } from '../person/rules.ts';
import { ipRule } from './accounts.ts';
import { submission } from './accounts-session-actions.ts';
import { personAction, portalAction, reasonRule } from './action.ts';
import { userId } from './census.ts';
import {
  type Claim,
  claimRule,
  type Decided,
  linkTokenRule,
  type RecoveryRequest,
  sixDigitsRule,
} from './recovery.ts';

const deciding = { granted: z.boolean(), reason: reasonRule, ip: ipRule };

/** How people get back into their account, and who helps them. */
export const accountsRecoveryActions = {
  /** Somebody forgot the password of this cédula: the same answer for every one. */
  'accounts.recover': portalAction<null>()(z.object({ cedula: cedulaRule, ip: ipRule })),
  /** A new password, by the code that went to their telephone. */
  'accounts.confirmRecovery': portalAction<null>()(
    z.object({ cedula: cedulaRule, code: sixDigitsRule, password: passwordRule, ip: ipRule, submission }),
  ),
  /** Whose link it is, as the page shows it (`•••••4321`); null when it opens nothing. */
  'accounts.recoveryLink': portalAction<{ cedula: string } | null>()(z.object({ token: linkTokenRule })),
  /** A new password, by a link. */
  'accounts.followLink': portalAction<null>()(
    z.object({ token: linkTokenRule, password: passwordRule, ip: ipRule }),
  ),
  /** A LEADER asks for a link for somebody they referred. */
  'accounts.askRecovery': personAction<null>()(z.object({ userId, reason: reasonRule, ip: ipRule })),
  /** An ADMIN makes one; for staff, or who has a second factor, it waits for a second one, and `token` is null. */
  'accounts.makeRecoveryLink': personAction<Decided>({ proof: 'fresh' })(
    z.object({ userId, reason: reasonRule, ip: ipRule }),
  ),
  /** An ADMIN asks that the factors of somebody be taken away who has lost them; another decides. */
  'accounts.resetFactors': personAction<null>({ proof: 'fresh' })(
    z.object({ userId, reason: reasonRule, ip: ipRule }),
  ),
  /** What waits for a decision: the oldest first, and how many more there are. */
  'accounts.recoveries': personAction<{
    requests: RecoveryRequest[];
    claims: Claim[];
    more: { requests: number; claims: number };
  }>()(z.object({ ip: ipRule })),
  'accounts.decideRecovery': personAction<Decided>({ proof: 'fresh' })(
    z.object({ requestId: z.uuid(), ...deciding }),
  ),
  /** Somebody says that a cédula is theirs: the same answer for every one. */
  'accounts.claim': portalAction<null>()(claimRule.extend({ cedula: cedulaRule, ip: ipRule })),
  'accounts.decideClaim': personAction<Decided>({ proof: 'fresh' })(
    z.object({ claimId: z.uuid(), ...deciding }),
  ),
};

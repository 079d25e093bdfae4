import { z } from 'zod';
import { referralSorts, statusFilters } from '../../../shared/contract/accounts.ts';

/** What the address bar may ask of a list of referrals; anything that does not fit counts as not asked. */
export const referralQueryRule = z.object({
  status: z.enum(statusFilters).catch('todos'),
  q: z.string().trim().max(80).catch(''),
  sort: z.enum(referralSorts).catch('recent'),
  cursor: z.string().max(300).optional().catch(undefined),
  /** A LEADER whose referrals a COORDINATOR looks at; else one's own. */
  lider: z.uuid().optional().catch(undefined),
});
export type ReferralQuery = z.output<typeof referralQueryRule>;

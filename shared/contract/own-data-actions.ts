import { z } from 'zod';
import { cedulaRule } from '../person/rules.ts';
import { ipRule } from './accounts.ts';
import { page, personAction, reasonRule } from './action.ts';
import { userId } from './census.ts';
import type { OwnAccount, OwnEntry, OwnHistory, OwnSummary, OwnVisit } from './own-data.ts';

/** A code of who invited, as they have it in their link. */
const codeRule = z.string().max(40).nullable();

/** What a person asks of their own data: it is always the actor's, and there is nothing to say whose. */
export const ownDataActions = {
  'accounts.ownData': personAction<OwnSummary>()(z.object({})),
  /** Who looked at the actor's data, newest first. */
  'accounts.ownVisits': personAction<{ items: OwnVisit[]; next: string | null }>()(z.object(page)),
  /** Everything, to be taken away; it is written down. */
  'accounts.takeOwnData': personAction<OwnAccount>({ proof: 'fresh' })(
    z.object({ format: z.enum(['json', 'html']), ip: ipRule }),
  ),
  /** A page of the trail that is by or about the actor, newest first. */
  'accounts.ownTrail': personAction<{ items: OwnEntry[]; next: string | null }>({ proof: 'fresh' })(
    z.object(page),
  ),
  /** It was somebody else who invited the actor, or nobody (null). */
  'accounts.correctReferrer': personAction<null>()(z.object({ code: codeRule, ip: ipRule })),
  /** The same, said by an ADMIN of anybody. */
  'accounts.correctReferrerOf': personAction<null>({ proof: 'fresh' })(
    z.object({ userId, code: codeRule, reason: reasonRule, ip: ipRule }),
  ),
  /** Another cédula, said by an ADMIN. */
  'accounts.correctCedula': personAction<null>({ proof: 'fresh' })(
    z.object({ userId, cedula: cedulaRule, reason: reasonRule, ip: ipRule }),
  ),
  'census.ownHistory': personAction<OwnHistory>()(z.object(page)),
};

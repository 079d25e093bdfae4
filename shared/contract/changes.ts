import { z } from 'zod';
import type { Role } from './accounts.ts';
import type { DurableEvents } from './events.ts';

/** Where a walk over another service's changes has come to: behind the change of this person at this time. */
const changeCursorRule = z.object({ at: z.iso.datetime(), id: z.guid() });
export type ChangeCursor = z.output<typeof changeCursorRule>;

/** Before every id: where a walk begins among the changes of one time. */
export const START_OF_IDS = '00000000-0000-0000-0000-000000000000';

/** As many as one page has at the most. */
const CHANGES_PAGE = 500;

/** Where to begin, null for the beginning of all, and how many. */
export const changesAfter = z.object({
  after: changeCursorRule.nullable(),
  limit: z.number().int().min(1).max(CHANGES_PAGE).default(CHANGES_PAGE),
});

/** Somebody of whom something has changed, as it is now, not as it was then. Dates are ISO 8601. */
export interface Changed {
  userId: string;
  changedAt: string;
}

/** One page of changes, the oldest first; each person once, at their newest change. */
export interface ChangesPage<C extends Changed> {
  items: C[];
  /** Whether there are later ones. */
  more: boolean;
}

/** What other services need to know of a person, or that there is none any more. */
export type PersonChange = Changed &
  (
    | {
        kind: 'person';
        /** Who invited them, while they share with them. */
        referrerId: string | null;
        role: Role;
        /** Null for who has not consented to a lookup. `subnet` as in `user.registered`; none after a day. */
        registered: { cedula: string; registeredAt: string; subnet?: string | null } | null;
        /** They are asked again: what is known of them stays, and nobody looks them up. */
        asking?: boolean;
        /** When they last gave or withdrew consent to anything; an earlier release does not say. */
        decidedAt?: string | null;
        /** The newest version of their census record that accounts was told of; 0 = none. */
        censusVersion: number;
      }
    | {
        kind: 'removed';
        /** When they were erased, with the seal of accounts; whoever was removed otherwise has none. */
        erased?: { erasedAt: string; seal: string };
      }
  );

/** What `census.updated` says of a record, as it is now. */
export type RecordChange = DurableEvents['census.updated'] & Changed;

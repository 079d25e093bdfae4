import { z } from 'zod';
import { placeKeyRule } from '../place/municipio-key.ts';
import { roles } from './accounts.ts';
import { statuses } from './census.ts';
import { sealRule } from './erasure.ts';
import { subnetRule } from './subnet.ts';

const person = z.guid();
const date = z.iso.datetime();

/**
 * Durable events: facts, delivered at least once, in order per person. Dates are ISO 8601. Who consumes one holds it to
 * its rule, because whoever reaches the bus can publish. What a newer release adds is left out, not refused.
 */
export const durableEvents = {
  /**
   * A person consented to the lookup, as they registered or later. `referrerId` is who invited them when they share with
   * them. `subnet`: a keyed hash of the address block that they came from,
   * for fairness among those who wait; events of before this was told have none.
   */
  'user.registered': z.object({
    userId: person,
    cedula: z.string().regex(/^[1-9]\d{5,9}$/),
    referrerId: person.nullable(),
    registeredAt: date,
    subnet: subnetRule.nullable().optional(),
  }),
  /** A person has another role now, or was made with one above USER. */
  'user.role_changed': z.object({
    userId: person,
    referrerId: person.nullable(),
    role: z.enum(roles),
    changedAt: date,
  }),
  /**
   * What was said of a person was wrong, and is right now: who invited them, or their cédula (null when it is the same).
   * Whose pages have shown them, and may from now on, is said when it is another and they share; events of before this was told
   * have none.
   */
  'user.corrected': z.object({
    userId: person,
    cedula: z
      .string()
      .regex(/^[1-9]\d{5,9}$/)
      .nullable(),
    referrerId: person.nullable(),
    coordinatorId: person.nullable().optional(),
    formerReferrerId: person.nullable().optional(),
    formerCoordinatorId: person.nullable().optional(),
    correctedAt: date,
  }),
  /**
   * A person gave or withdrew consent to be looked up, or to be shown to whoever invited them (`referrerId`, and
   * `coordinatorId` as in `census.updated`). Without the first there may be no record; without the second the other services
   * know nobody who invited them.
   */
  'user.consent_changed': z.object({
    userId: person,
    referrerId: person.nullable(),
    coordinatorId: person.nullable(),
    lookup: z.boolean(),
    sharing: z.boolean(),
    /** A later text allows more, and they are asked again: nobody looks them up before, and what is known of them stays. */
    asking: z.boolean().optional(),
    changedAt: date,
  }),
  /**
   * A person was erased: whoever keeps something of them removes it, and makes nothing of what was told before.
   * `referrerId` and `coordinatorId` say whose pages have shown them.
   */
  'user.erased': z.object({
    userId: person,
    referrerId: person.nullable().optional(),
    coordinatorId: person.nullable().optional(),
    erasedAt: date,
    /** That it was accounts who erased: whoever keeps it shows it to an older state of accounts. */
    seal: sealRule.optional(),
  }),
  /**
   * A census record changed. Readers fetch the view; older versions than one already seen are ignored.
   * `coordinatorId` is who referred the person's referrer, when that is a LEADER. `place`: where the last good answer says that
   * they vote; an earlier release does not say.
   */
  'census.updated': z.object({
    userId: person,
    referrerId: person.nullable(),
    coordinatorId: person.nullable().optional(),
    status: z.enum(statuses),
    // As the column that keeps it.
    version: z.int32().nonnegative(),
    place: placeKeyRule.nullable().optional(),
    /** When it was committed; events of before this was told have none. */
    changedAt: date.optional(),
    /** When a lookup that failed is tried again by itself; null or absent = it is not, or did not fail. */
    retryAt: date.nullable().optional(),
    /** What the person themselves waited for has come to its end with this: an answer, or a failure for good. */
    waited: z.enum(['answer', 'failure']).nullable().optional(),
    /** When another voting place was last found than before; null or absent = never. */
    placeChangedAt: date.nullable().optional(),
  }),
};

export type DurableEventName = keyof typeof durableEvents;
export type DurableEvents = { [N in DurableEventName]: z.output<(typeof durableEvents)[N]> };

/** Hints: plain broker events that may be lost; what missed one finds the row by looking. */
export const hints = {
  /** A record became due: an idle scraper may look now. */
  'census.requested': z.object({}),
  /** What a session says of its person is not so any more. A gateway that missed it finds out within 5 s. */
  'session.changed': z.object({ userId: person }),
  /** Sessions ended: one, by the hash of its token, or all that a person had. A gateway that missed it finds out within 30 s. */
  'session.ended': z.union([z.object({ tokenHash: z.hash('sha256') }), z.object({ userId: person })]),
};

export type HintName = keyof typeof hints;
export type Hints = { [N in HintName]: z.output<(typeof hints)[N]> };

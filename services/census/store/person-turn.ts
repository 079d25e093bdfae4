import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { readRows } from '../../../shared/persistence/rows.ts';
import { RecordEntity, type RecordRow } from '../record/record.ts';

/** Where somebody comes from who waits in front of the page. */
export type Whence = Pick<RecordRow, 'subnet' | 'referrerId'>;

/** Their place among those who wait in front of the page, and what it does to the places of whoever comes after them. */
export type PersonTurn = Pick<RecordRow, 'subnet' | 'turn' | 'subnetTurn' | 'referrerTurn'>;

/** What a turn goes by: the one that is served, and how far those have come who are from the same place, or of the same referrer. */
export const standingRule = z.object({
  serving: z.number(),
  ofSubnet: z.number().nullable(),
  ofReferrer: z.number().nullable(),
});

/** Where somebody came from is of no use to anybody after this. */
const SUBNET_MS = 24 * 3_600_000;

/** Forgets where those came from who have waited for long; their turns stay. @returns how many */
export const forgetSubnets = (em: Pick<EntityManager, 'nativeUpdate'>, now: Date): Promise<number> =>
  em.nativeUpdate(
    RecordEntity,
    { subnet: { $ne: null }, requestedAt: { $lt: new Date(now.getTime() - SUBNET_MS) } },
    { subnet: null },
  );

/** The columns of `standingRule`, among what a statement selects. @param subnet each stands there once */
export const standingSql = (subnet: string, referrerId: string): string => `
  (select coalesce(max("served_turn"), 0) from "census"."lanes") as "serving",
  (select max("subnet_turn") from "census"."records"
   where "subnet" = ${subnet} and "due_at" is not null) as "ofSubnet",
  (select max("referrer_turn") from "census"."records"
   where "referrer_id" = ${referrerId} and "referrer_turn" > 0 and "due_at" is not null) as "ofReferrer"`;

/**
 * The turn of somebody who waits in front of the page, as leaders in bulk have them: people of one subnet stand one
 * behind the other, and whoever comes from elsewhere begins at the turn that is being served, so that no crowd is
 * before them. The people of one referrer stand one behind the other as well, but for those whom their subnet puts
 * further back anyway: else a flood from one address under somebody's link would put off that person's own guests.
 */
export const turnAmong = (
  { serving: served, ofSubnet, ofReferrer }: z.output<typeof standingRule>,
  { subnet, referrerId }: Whence,
): PersonTurn => {
  const serving = Math.max(1, served);
  const subnetTurn = Math.max(serving, (ofSubnet ?? 0) + 1);
  const leads = referrerId != null && subnetTurn === serving;
  const referrerTurn = leads ? Math.max(serving, (ofReferrer ?? 0) + 1) : 0;
  return { subnet: subnet ?? null, subnetTurn, referrerTurn, turn: Math.max(subnetTurn, referrerTurn) };
};

/** The same, with what it goes by read now. */
export const nextPersonTurn = async (em: EntityManager, whence: Whence): Promise<PersonTurn> => {
  const [standing] = await readRows(em, standingRule, `select ${standingSql('?', '?')}`, [
    whence.subnet ?? null,
    whence.referrerId ?? null,
  ]);
  if (standing === undefined) throw new Error('a select without a table has one row');
  return turnAmong(standing, whence);
};

import type { EntityManager } from '@mikro-orm/postgresql';
import type { Settled } from '../consent/keep-current.ts';
import type { PolicyTexts } from '../consent/texts/read-texts.ts';
import type { UserRow } from '../store/entities.ts';
import { type Condition, condition } from '../users/condition.ts';

/** Which decisions to share count, and whether all others are ended. */
export interface Sharing {
  texts: Pick<PolicyTexts, 'since'>;
  settled: Settled;
}

/**
 * Whether the decision by which somebody is shown counts: the round over everybody may not have come to them
 * (`outdate-many.ts`). A value and no join, so that a list is still read in its order and asks this only of whom it shows.
 *
 * @param user the id of the person
 */
export const sharingCounts = (user: string): string =>
  `coalesce((select "theirs"."policy_version" collate "C" >= ? from "accounts"."consents" "theirs"
     where "theirs"."user_id" = ${user} and "theirs"."purpose" = 'sharing' and "theirs"."withdrawn_at" is null), true)`;

/** Those among somebody's referrals whom the trigger of their decisions says to be shown. */
export const markedShown = (referrerId: string): Condition[] => [
  condition('"user"."referrer_id" = ? and "user"."shared"', referrerId),
];

/** Those among somebody's referrals who are shown to them. */
export const shownTo = (referrerId: string, { texts }: Pick<Sharing, 'texts'>): Condition[] => {
  const { sharing } = texts.since;
  const counts = sharing === '' ? [] : [condition(sharingCounts('"user"."id"'), sharing)];
  return [...markedShown(referrerId), ...counts];
};

/** Whether somebody shares what is theirs with whoever invited them. */
export const shares = async (
  em: EntityManager,
  { id, shared }: Pick<UserRow, 'id' | 'shared'>,
  { texts }: Pick<Sharing, 'texts'>,
): Promise<boolean> => {
  const { sharing } = texts.since;
  if (!shared || sharing === '') return shared;
  const found = await em.execute<object[]>(`select 1 where ${sharingCounts('?::uuid')}`, [sharing, id]);
  return found.length > 0;
};

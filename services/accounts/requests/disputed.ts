import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Dispute } from '../../../shared/contract/requests.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { id, word } from '../../../shared/persistence/rows.ts';
import { RUNS } from './register.ts';

const disputes = prepared(
  'accounts.disputes',
  z.object({ userId: id, requestId: id, topic: word<Dispute['topic']>(), since: z.string() }),
  `select distinct on ("user_id") "user_id" as "userId", "id" as "requestId", "topic",
     to_char(coalesce("completed_on", "received_on"), 'YYYY-MM-DD') as "since"
   from "accounts"."requests" where "user_id" = any($1::uuid[]) and "kind" = 'reclamo' and ${RUNS}
   order by "user_id", coalesce("completed_on", "received_on")`,
);

/**
 * Whose data are disputed among these people: who made a reclamo that is complete and not decided yet, the first of each
 * (Ley 1581 de 2012, article 15: those who see the data see "reclamo en trámite" within two working days; here at once).
 */
export const disputesOf = async (
  em: EntityManager,
  userIds: readonly string[],
): Promise<Map<string, Dispute>> => {
  if (userIds.length === 0) return new Map();
  const rows = await ask(em, disputes, [userIds]);
  return new Map(rows.map(({ userId, ...dispute }) => [userId, dispute]));
};

/** What whoever referred somebody is told of it: that it is so, and since when. */
export const disputedSince = (dispute: Dispute | undefined): { disputedSince?: string } =>
  dispute === undefined ? {} : { disputedSince: dispute.since };

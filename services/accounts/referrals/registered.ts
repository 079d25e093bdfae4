import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { subjectRule } from '../../../shared/contract/subject.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { mayRead } from '../../../shared/policy/access.ts';
import { type Sharing, sharingCounts } from './shown.ts';

/**
 * Those among these people who registered and whose answer the actor may be shown, with who referred them. Who has an
 * account without consent to the lookup did not: they are not looked up. Who does not share has nobody who referred them. Nobody's data leave with it, so nothing is audited.
 */
export const listRegistered = async (
  em: EntityManager,
  { texts }: Pick<Sharing, 'texts'>,
  { actor, userIds }: ActionParams<'accounts.registered'>,
): Promise<ActionResult<'accounts.registered'>> => {
  const subjects = await readRows(
    em,
    subjectRule,
    `select u."id" as "userId", case when "counted"."shared" then u."referrer_id" end as "referrerId", l."referrer_id" as "coordinatorId"
     from "accounts"."users" u
       cross join lateral (select u."shared" and ${sharingCounts('u."id"')} as "shared") "counted"
       left join "accounts"."users" l on l."id" = u."referrer_id" and "counted"."shared" and l."role" = 'LEADER'
         and l."shared" and ${sharingCounts('l."id"')}
     where u."id" in (select value::uuid from jsonb_array_elements_text(?::jsonb))
       and exists (select 1 from "accounts"."consents" c
         where c."user_id" = u."id" and c."purpose" = 'lookup' and c."withdrawn_at" is null)`,
    [texts.since.sharing, texts.since.sharing, JSON.stringify(userIds)],
  );
  return subjects.filter((subject) => mayRead(actor, subject));
};

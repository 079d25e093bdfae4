import type pg from 'pg';

/**
 * Stores what people decided who are stored without it: they allow the lookup, and that who invited them sees it. Else the
 * census, once it looks what it missed, takes their records away.
 *
 * @param ids of people without a decision; everybody whom `referrerId` referred when it is told instead
 */
export const storeDecisions = (
  client: pg.Client,
  whose: { ids: readonly string[] } | { referrerId: string },
): Promise<unknown> => {
  const [column, value] = 'ids' in whose ? ['id', whose.ids] : ['referrer_id', [whose.referrerId]];
  // A channel of before, so that none of them is news.
  return client.query(
    `insert into accounts.consents (id, user_id, purpose, policy_version, granted_at, ip, user_agent, channel)
     select gen_random_uuid(), users.id, purpose,
       coalesce((select max(version collate "C") from accounts.consent_texts), 'any'), created_at, '127.0.0.1', 'test', 'earlier'
     from accounts.users, unnest(array['lookup', 'sharing']) purpose where ${column} = any($1::uuid[])`,
    [value],
  );
};

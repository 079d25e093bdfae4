import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { PushState } from '../../../shared/contract/push.ts';
import { AppError } from '../../../shared/errors.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import { assertKey, hostOf } from './endpoint.ts';
import type { PushSettings } from './settings.ts';
import type { Vapid } from './vapid.ts';

/** What subscribing goes by: who may be sent to, and the key that browsers are given. */
export interface Pushing {
  settings: PushSettings;
  vapid: Vapid;
}

/** More browsers than a person has; the one that was not there for longest makes room. */
const MOST = 6;
/** A browser that nobody opens the portal with, and nothing was handed over for, is forgotten after so long. */
const KEPT_MS = 180 * 24 * 3_600_000;

const SESSION = `(select "id" from "accounts"."sessions" where "token_hash" = ? and "user_id" = ?)`;

/** What a person's browsers are told, for the person. */
export const readPush = async (
  em: EntityManager,
  { settings, vapid }: Pushing,
  { actor, token }: ActionParams<'accounts.push'>,
): Promise<PushState> => {
  const rows = await readRows(
    em,
    z.object({
      ...{ id, userAgent: z.string(), service: z.string(), isCurrent: z.boolean() },
      ...{ since: moment, lastAt: moment.nullable() },
    }),
    `select "id", "user_agent" as "userAgent", "host" as "service", "created_at" as "since", "last_ok_at" as "lastAt",
       coalesce("session_id" = ${SESSION}, false) as "isCurrent"
     from "accounts"."push_subscriptions" where "user_id" = ? order by "created_at", "id"`,
    [tokenHash(token), actor.id, actor.id],
  );
  return {
    key: isOff(settings) ? null : vapid.publicKey,
    devices: rows.map(({ since, lastAt, ...device }) => ({
      ...{ ...device, since: since.toISOString(), lastAt: lastAt?.toISOString() ?? null },
    })),
  };
};

const isOff = ({ hosts, loopback }: PushSettings): boolean => hosts.length === 0 && !loopback;

/**
 * Has the browser of a session told from now on. One that was another person's becomes this one's only with the secret that
 * the browser itself has: an address that somebody saw is not theirs.
 *
 * @throws AppError `push_off` (409), `push_service_unknown`, `validation` (400), `push_taken` (409)
 */
export const subscribe = async (
  em: EntityManager,
  { settings, vapid }: Pushing,
  { actor, token, userAgent, subscription }: ActionParams<'accounts.subscribePush'>,
  now: Date,
): Promise<null> => {
  if (isOff(settings)) throw new AppError('push_off', 'Este portal no envía avisos.', { status: 409 });
  const { endpoint, keys } = subscription;
  const host = hostOf(endpoint, settings);
  assertKey(keys);
  await em.transactional(async (tx) => {
    // One after the other: else two that come at once are each the sixth.
    await tx.execute('select 1 from "accounts"."users" where "id" = ? for no key update', [actor.id]);
    const stored = await tx.execute<object[]>(
      `insert into "accounts"."push_subscriptions" as "known" ("id", "user_id", "session_id", "endpoint", "host",
         "p256dh", "auth", "server_key", "user_agent", "created_at", "seen_at")
       select ?, ?, "id", ?, ?, ?, ?, ?, ?, ?, ? from ${SESSION} as "session"
       on conflict ("endpoint") do update set "user_id" = excluded."user_id", "session_id" = excluded."session_id",
         "server_key" = excluded."server_key", "user_agent" = excluded."user_agent", "seen_at" = excluded."seen_at",
         "created_at" = case when "known"."user_id" = excluded."user_id" then "known"."created_at" else excluded."created_at" end
         where "known"."p256dh" = excluded."p256dh" and "known"."auth" = excluded."auth"
       returning 1`,
      [
        ...[
          randomUUID(),
          actor.id,
          endpoint,
          host,
          keys.p256dh,
          keys.auth,
          vapid.publicKey,
          userAgent,
          now,
          now,
        ],
        ...[tokenHash(token), actor.id],
      ],
    );
    if (stored.length === 0)
      throw new AppError(
        'push_taken',
        'No se pudieron activar los avisos: recargue la página e intente de nuevo.',
        {
          status: 409,
        },
      );
    // What waits for whoever had this browser before is not for who has it now.
    await tx.execute(
      `delete from "accounts"."pushes" using "accounts"."push_subscriptions" as "mine"
       where "subscription_id" = "mine"."id" and "endpoint" = ? and "pushes"."created_at" < "mine"."created_at"`,
      [endpoint],
    );
    await tx.execute(
      `delete from "accounts"."push_subscriptions" where "id" in (
         select "id" from "accounts"."push_subscriptions" where "user_id" = ?
         order by "seen_at" desc, "id" offset ?)`,
      [actor.id, MOST],
    );
  });
  return null;
};

/** Has one of the actor's browsers, or all, not told any more; another's stays as it is. */
export const unsubscribe = async (
  em: EntityManager,
  { actor, which }: ActionParams<'accounts.unsubscribePush'>,
): Promise<null> => {
  const [meant, value] =
    which === 'all'
      ? ['true', []]
      : 'id' in which
        ? ['"id" = ?', [which.id]]
        : ['"endpoint" = ?', [which.endpoint]];
  await em.execute(`delete from "accounts"."push_subscriptions" where "user_id" = ? and ${meant}`, [
    actor.id,
    ...value,
  ]);
  return null;
};

/** Forgets browsers that nobody has used for long, and those that know another key than the portal has now. */
export const purgeSubscriptions = async (em: EntityManager, vapid: Vapid, now: Date): Promise<void> => {
  await em.execute(
    `delete from "accounts"."push_subscriptions"
     where "server_key" <> ? or greatest("seen_at", "last_ok_at") < ?`,
    [vapid.publicKey, new Date(now.getTime() - KEPT_MS)],
  );
};

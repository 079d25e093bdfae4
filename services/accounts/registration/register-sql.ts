import { z } from 'zod';
import type { OpenedDevice, OpenedSession } from '../../../shared/contract/accounts.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import { type Prepared, prepared } from '../../../shared/persistence/prepared.ts';
import { id } from '../../../shared/persistence/rows.ts';
import { newDevice } from '../sessions/devices.ts';
import type { Browser } from '../sessions/let-in.ts';
import { newSession } from '../sessions/sessions.ts';
import type { StoredUser } from '../users/new-user.ts';
import { storeUserSql, userValues } from '../users/user-sql.ts';

const rowRule = z.object({ id });

/**
 * Stores somebody and lets them in: what `letIn` does of whoever has an account, less what nobody new has (other devices,
 * notices). Whoever tried to log in before there was an account guessed nothing. One statement, so one commit; all of it
 * follows from "added", so that whoever is registered already waits for nothing and changes nothing.
 */
const registered = prepared(
  'accounts.registered',
  rowRule,
  `with ${storeUserSql}, "browser" as (
    select $21::text as "session_hash", $22::uuid as "session_id", $23::timestamptz as "session_until",
      $24::text as "device_hash", $25::timestamptz as "device_until", $26::text as "user_agent", $27::text as "ip",
      $28::text as "replaced_hash"
  ), "guesses" as (
    delete from "accounts"."guesses" using "added", "given" where "guesses"."cedula" = "given"."cedula"
  ), "failures" as (
    delete from "accounts"."login_failures" using "added", "given" where "login_failures"."cedula" = "given"."cedula"
  ), "replaced" as (
    delete from "accounts"."sessions" using "added", "browser" where "sessions"."token_hash" = "replaced_hash"
  ), "opened" as (
    insert into "accounts"."sessions" ("token_hash", "user_id", "created_at", "expires_at", "proved_at", "id", "user_agent",
      "ip", "last_used_at")
    select "session_hash", "added"."id", "created_at", "session_until", "created_at", "session_id", "user_agent", "ip",
      "created_at"
    from "added", "given", "browser"
  ), "active" as (
    insert into "accounts"."activity" ("user_id", "active_at") select "added"."id", "created_at" from "added", "given"
  ), "known" as (
    insert into "accounts"."devices" ("token_hash", "user_id", "last_used_at", "expires_at")
    select "device_hash", "added"."id", "created_at", "device_until" from "added", "given", "browser"
  ), "noted" as (
    insert into "accounts"."audit" ("at", "actor_id", "action", "subject_ids", "ip", "detail")
    select "created_at", "added"."id", 'session.open', array["added"."id"], "ip", '' from "added", "given", "browser"
  )
  select "id" from "added"`,
);

/** What one tries to register with, and what their browser gets when it is stored. */
interface Registration {
  statement: Prepared<typeof rowRule>;
  values: (user: StoredUser) => unknown[];
  admission: { session: OpenedSession; device: OpenedDevice };
}

/** @param browser from which they come in, which is not remembered */
export const registrationBy = (
  { ip, userAgent, replaces }: Omit<Browser, 'remember' | 'device'>,
  now: Date,
): Registration => {
  const [session, device] = [newSession(false, now), newDevice(now)];
  return {
    statement: registered,
    values: (user) => [
      ...userValues(user),
      ...[tokenHash(session.token), session.id, session.expiresAt],
      ...[tokenHash(device.token), device.expiresAt, userAgent, ip],
      replaces === undefined ? null : tokenHash(replaces),
    ],
    admission: {
      session: { token: session.token, expiresAt: session.expiresAt.toISOString(), persistent: false },
      device: { token: device.token, expiresAt: device.expiresAt.toISOString() },
    },
  };
};

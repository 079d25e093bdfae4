import { z } from 'zod';
import { announceSql } from '../../../shared/durable/outbox.ts';
import { prepared } from '../../../shared/persistence/prepared.ts';
import { id } from '../../../shared/persistence/rows.ts';
import { withTrace } from '../../../shared/tracing/traced-event.ts';
import { registeredEvent } from '../consent/announce.ts';
import type { StoredUser } from './new-user.ts';

/**
 * Parts of a statement that stores a user, what they decide and their announcement; "added" has a row unless somebody has the
 * cédula or the referral code, which is no error of the database's: that would write it into its log. `$1`… `$20` are `userValues`.
 *
 * A person who was there before their decisions is news to the census when these come (m0015, `note_consent`). By the clock that
 * is now, rounded to the milliseconds of the column, half of those who decide in the same statement would be.
 */
export const storeUserSql = `
  "given" as (
    select $1::uuid as "id", $2::text as "cedula", $3::text as "nombre_completo", $4::text as "phone",
      $5::text as "password_hash", $6::text as "role", $7::text as "referral_code", $8::integer as "referral_goal",
      $9::uuid as "referrer_id", $10::timestamptz as "created_at", $11::text as "registered_by", $12::boolean as "shared",
      $13::timestamptz as "phone_proven_at", $14::jsonb as "purposes", $15::text as "policy_version",
      $16::text as "text_hash", $17::text as "channel", $18::text as "given_ip", $19::text as "given_agent", $20::text as "told"
  ), "added" as (
    insert into "accounts"."users" ("id", "cedula", "nombre_completo", "phone", "password_hash", "role", "referral_code",
      "referral_goal", "referrer_id", "created_at", "registered_by", "shared", "phone_proven_at", "census_version", "changed_at")
    select "id", "cedula", "nombre_completo", "phone", "password_hash", "role", "referral_code", "referral_goal",
      "referrer_id", "created_at", "registered_by", "shared", "phone_proven_at", 0, clock_timestamp() + interval '0.5 milliseconds'
    from "given"
    -- Without a target: a referral code that somebody has conflicts as well.
    on conflict do nothing returning "id"
  ), "decided" as (
    insert into "accounts"."consents" ("id", "user_id", "purpose", "policy_version", "text_hash", "channel", "granted_at",
      "ip", "user_agent")
    select gen_random_uuid(), "added"."id", "purpose", "policy_version", "text_hash", "channel", "created_at",
      "given_ip", "given_agent"
    from "added", "given", jsonb_array_elements_text("purposes") as "purpose"
  ), "announced" as (${announceSql('accounts', 'user.registered', {
    ...{ payload: '"told"', at: '"created_at"' },
    from: '"added", "given" where "told" is not null',
  })})`;

export const userValues = (user: StoredUser): unknown[] => {
  const { id, cedula, nombreCompleto, phone, passwordHash, role, referralCode, referralGoal } = user;
  const { referrerId, createdAt, registeredBy = null, shared, phoneProvenAt = null, consent } = user;
  const { purposes = [], text, channel, ip, userAgent } = consent ?? {};
  const told = consent?.purposes.includes('lookup')
    ? JSON.stringify(withTrace(registeredEvent(user, consent.subnet, createdAt)))
    : null;
  return [
    ...[id, cedula, nombreCompleto, phone, passwordHash, role, referralCode, referralGoal],
    ...[referrerId, createdAt, registeredBy, shared, phoneProvenAt, JSON.stringify(purposes)],
    ...[text?.version ?? null, text?.hash ?? null, channel ?? null, ip ?? null, userAgent ?? null, told],
  ];
};

export const storeUserRow = prepared(
  'accounts.user',
  z.object({ id }),
  `with ${storeUserSql} select "id" from "added"`,
);

export const cedulaRow = prepared(
  'accounts.cedula',
  z.object({}),
  'select 1 from "accounts"."users" where "cedula" = $1',
);

import type pg from 'pg';
import { placeKeyOf } from '../../../shared/place/municipio-key.ts';
import type { InventedLookup } from './lookups.ts';
import type { Invented } from './people.ts';

/** Somebody with whoever referred them, and what they lead. */
export interface Row extends Invented {
  referrerId: string;
  role: 'USER' | 'LEADER';
  goal: number;
  lookup: InventedLookup | null;
}

/** What everybody has in common. */
export interface Common {
  /** Of a password that nobody knows. */
  passwordHash: string;
  text: { version: string; hash: string | null };
}

/** Stores them all at once, as registrations and lookups would have left them; each table with one statement. */
export const storePeople = async (
  client: Pick<pg.ClientBase, 'query'>,
  rows: readonly Row[],
  { passwordHash, text }: Common,
): Promise<void> => {
  await client.query(
    `insert into "accounts"."users" ("id", "cedula", "nombre_completo", "phone", "password_hash", "role", "referral_code",
       "referral_goal", "referrer_id", "created_at", "census_status", "census_version", "shared",
       "census_municipio", "census_puesto", "census_mesa")
     select "id", "cedula", "nombreCompleto", "phone", $2, "role", "code", "goal", "referrerId", "registeredAt",
       "lookup" ->> 'status', coalesce(("lookup" ->> 'version')::integer, 0), "shares",
       coalesce("place" ->> 'municipio', ''), coalesce("place" ->> 'puesto', ''), coalesce("place" ->> 'mesa', '')
     from jsonb_to_recordset($1::jsonb) as "told" ("id" uuid, "cedula" text, "nombreCompleto" text, "phone" text,
       "role" text, "code" text, "goal" integer, "referrerId" uuid, "registeredAt" timestamptz, "lookup" jsonb,
       "place" jsonb, "shares" boolean)`,
    [JSON.stringify(rows.map((row) => ({ ...row, place: placeOf(row) }))), passwordHash],
  );
  await client.query(
    `insert into "accounts"."consents" ("id", "user_id", "purpose", "policy_version", "text_hash", "channel", "granted_at",
       "ip", "user_agent")
     select gen_random_uuid(), "id", "purpose", $2, $3, 'command', "registeredAt", '127.0.0.1', 'demostración'
     from jsonb_to_recordset($1::jsonb) as "told" ("id" uuid, "registeredAt" timestamptz, "lookup" jsonb, "shares" boolean),
       unnest(array['policy', 'lookup', 'sharing']) "purpose"
     where case "purpose" when 'lookup' then "lookup" is not null when 'sharing' then "shares" else true end`,
    [JSON.stringify(rows), text.version, text.hash],
  );
  // As of now: of decisions from before this text the census would show nothing.
  await client.query(
    `insert into "census"."consents" ("user_id", "lookup", "sharing", "as_of")
     select "id", "lookup" is not null, "shares", clock_timestamp()
     from jsonb_to_recordset($1::jsonb) as "told" ("id" uuid, "lookup" jsonb, "shares" boolean)`,
    [JSON.stringify(rows)],
  );
  await storeLookups(client, rows);
  await client.query(
    `insert into "census"."leaders" ("user_id", "referrer_id", "leads", "as_of")
     select "id", "referrerId", true, "registeredAt"
     from jsonb_to_recordset($1::jsonb) as "told" ("id" uuid, "referrerId" uuid, "registeredAt" timestamptz)`,
    [JSON.stringify(rows.filter(({ role }) => role === 'LEADER'))],
  );
};

/** As the census tells it to accounts. */
const placeOf = ({ lookup }: Row) => (lookup?.answer?.kind === 'active' ? placeKeyOf(lookup.answer) : null);

/** Who waits was asked for by whoever leads them: somebody who registers now is before them. */
const SINGLE = 20;

const storeLookups = async (client: Pick<pg.ClientBase, 'query'>, rows: readonly Row[]): Promise<void> => {
  const lookups = rows.flatMap(({ lookup, shares, referrerId }) =>
    lookup === null ? [] : [{ ...lookup, referrer_id: shares ? referrerId : null, requested_by: referrerId }],
  );
  await client.query(
    `insert into "census"."records" ("user_id", "cedula", "referrer_id", "status", "attempt", "refunds", "priority",
       "requested_by", "requested_at", "trace_id", "due_at", "answer", "answered_at", "answer_status", "error_code", "version",
       "created_at", "updated_at")
     select "user_id", "cedula", "referrer_id", "status", "attempt", 0, $2, "requested_by", "requested_at",
       gen_random_uuid(), "due_at", "answer", "answered_at", "answer_status", "error_code", "version",
       "requested_at", "updated_at"
     from jsonb_populate_recordset(null::"census"."records", $1::jsonb)`,
    [JSON.stringify(lookups), SINGLE],
  );
  await client.query(
    `insert into "census"."attempts" ("lease_id", "user_id", "attempt", "worker", "lane", "source", "started_at",
       "finished_at", "outcome")
     select "lease_id", "user_id", 1, 'demostración', 'directa', 'consultacenso', "started_at", "updated_at", "outcome"
     from jsonb_to_recordset($1::jsonb) as "told" ("lease_id" uuid, "user_id" uuid, "started_at" timestamptz,
       "updated_at" timestamptz, "outcome" text) where "lease_id" is not null`,
    [JSON.stringify(lookups)],
  );
};

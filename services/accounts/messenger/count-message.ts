import { createHmac } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { readRows } from '../../../shared/persistence/rows.ts';
import { wallTime } from '../../../shared/time/colombia.ts';
import { readSecret } from '../store/secret.ts';
import { isCode, type MessageKind } from './kinds.ts';
import type { MessengerSettings } from './settings.ts';

/** What a message is counted by. */
interface Counted {
  userId: string | null;
  /** E.164. */
  phone: string;
  kind: MessageKind;
  /** Of whoever asked for it, when somebody did. */
  subnet?: string | undefined;
}

const SECRET = 'messages';
const HOME = '+57';

/**
 * Counts a message of this day (in Colombia), unless there were enough: to a person, to a number, from an address block,
 * abroad, and by the whole portal. What strangers ask for, codes, is counted apart from what an account's owner must
 * learn, so that nobody keeps a warning away by asking for codes.
 *
 * @param tx whose end decides whether it was counted
 * @returns false when there were enough
 */
export const countMessage = async (
  tx: EntityManager,
  settings: MessengerSettings,
  { userId, phone, kind, subnet }: Counted,
  now: Date,
): Promise<boolean> => {
  const day = dayOf(now);
  const key = await readSecret(tx, SECRET);
  const hash = (value: string): string =>
    createHmac('sha256', key).update(value).digest('base64url').slice(0, 22);
  const code = isCode(kind);
  const { personDay, subnetDay } = settings;
  if (code && !(await hasPlace(tx, settings, phone, day))) return false;
  // Always in this order, in which two that count at once wait for each other. The number comes last: what the portal
  // sends in all is told by numbers, and is not used up by what was refused.
  const whose = code ? 'person' : 'notice';
  if (userId !== null && !(await count(tx, day, whose, hash(userId), personDay))) return false;
  if (!code) return true;
  if (subnet !== undefined && !(await count(tx, day, 'subnet', hash(subnet), subnetDay))) return false;
  return count(tx, day, scopeOf(phone), hash(phone), personDay);
};

/** What is counted by number says as well how many went out in all: no row that everybody would wait for. */
const hasPlace = async (
  tx: EntityManager,
  { portalDay, abroadDay }: MessengerSettings,
  phone: string,
  day: string,
): Promise<boolean> => {
  const [row] = await readRows(
    tx,
    z.object({ home: z.number(), abroad: z.number() }),
    `select coalesce(sum("count") filter (where "scope" = 'home'), 0)::int as "home",
       coalesce(sum("count") filter (where "scope" = 'abroad'), 0)::int as "abroad"
     from "accounts"."message_counts" where "day" = ? and "scope" in ('home', 'abroad')`,
    [day],
  );
  const { home, abroad } = row ?? { home: 0, abroad: 0 };
  return home + abroad < portalDay && (scopeOf(phone) === 'home' || abroad < abroadDay);
};

const scopeOf = (phone: string): 'home' | 'abroad' => (phone.startsWith(HOME) ? 'home' : 'abroad');

const count = async (
  tx: EntityManager,
  day: string,
  scope: string,
  key: string,
  most: number,
): Promise<boolean> => {
  const rows = await readRows(
    tx,
    z.object({ count: z.number() }),
    `insert into "accounts"."message_counts" as "counted" ("day", "scope", "key", "count") values (?, ?, ?, 1)
     on conflict ("day", "scope", "key") do update set "count" = "counted"."count" + 1
       where "counted"."count" < ?
     returning "count"`,
    [day, scope, key, most],
  );
  return rows.length > 0;
};

const dayOf = (now: Date): string => wallTime(now).toISOString().slice(0, 10);

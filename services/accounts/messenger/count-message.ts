import { createHmac } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { readRows } from '../../../shared/persistence/rows.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import { readSecret } from '../store/secret.ts';
import { isCode, isProvoked, type MessageKind } from './kinds.ts';
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
 * abroad, and by the whole portal. One that is refused is counted nowhere. What strangers ask for, codes, is counted apart
 * from what an account's owner must learn, so that nobody keeps a warning away by asking for codes, and so is each notice that
 * strangers make come, as of a claim; and a code that brings
 * an account back apart from others, so that nobody uses those up by registering with a stranger's cédula.
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
  const day = bogotaDayOf(now);
  const hash = hasher(await readSecret(tx, SECRET));
  const { personDay, subnetDay } = settings;
  const isRecovery = kind === 'recovery_code';
  const own = (value: string): string => hash(isRecovery ? `recovery ${value}` : value);
  const scope = isProvoked(kind) ? kind : 'notice';
  if (!isCode(kind)) return userId === null || count(tx, day, scope, hash(userId), personDay);
  if (!(await hasPlace(tx, settings, { phone, isRecovery }, day))) return false;
  // Always in this order, in which two that count at once wait for each other.
  const counts: [scope: string, key: string, most: number][] = [];
  if (userId !== null) counts.push(['person', own(userId), personDay]);
  if (subnet !== undefined) counts.push(['subnet', hash(subnet), subnetDay]);
  counts.push([scopeOf(phone), own(phone), personDay]);
  await tx.execute('savepoint "counted"');
  for (const [scope, value, most] of counts) {
    if (await count(tx, day, scope, value, most)) continue;
    await tx.execute('rollback to savepoint "counted"');
    return false;
  }
  await tx.execute('release savepoint "counted"');
  return true;
};

/** Counts what a person's browsers are told this day. @returns false when there was enough */
export const countPush = async (
  tx: EntityManager,
  userId: string,
  most: number,
  now: Date,
): Promise<boolean> => {
  const hash = hasher(await readSecret(tx, SECRET));
  return count(tx, bogotaDayOf(now), 'push', hash(userId), most);
};

const hasher =
  (key: Uint8Array) =>
  (value: string): string =>
    createHmac('sha256', key).update(value).digest('base64url').slice(0, 22);

/** One of so many of the portal's is kept for those who cannot come in any more. */
const KEPT_FOR_RECOVERY = 10;

/** What is counted by number says as well how many went out in all: no row that everybody would wait for. */
const hasPlace = async (
  tx: EntityManager,
  { portalDay, abroadDay }: MessengerSettings,
  { phone, isRecovery }: { phone: string; isRecovery: boolean },
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
  const most = isRecovery ? portalDay : portalDay - Math.floor(portalDay / KEPT_FOR_RECOVERY);
  return home + abroad < most && (scopeOf(phone) === 'home' || abroad < abroadDay);
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

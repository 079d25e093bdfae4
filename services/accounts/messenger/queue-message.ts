import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { parsePhone } from '../../../shared/person/phone/phone.ts';
import { countMessage } from './count-message.ts';
import { isCode, type MessageKind, worthMs } from './kinds.ts';
import { afterQuiet } from './quiet-hours.ts';
import type { MessengerSettings } from './settings.ts';
import { messageText } from './texts.ts';

/** Something to be told to somebody by their phone. */
export interface Message {
  /** Whose phone it is; null for somebody who has no account any more. */
  userId: string | null;
  /** As it is kept. */
  phone: string;
  kind: MessageKind;
  /** What the text names: see `texts.ts`. `code` is erased as soon as it was sent. */
  data: Readonly<Record<string, string>>;
  /** Also in quiet hours. */
  urgent: boolean;
  /** Of whoever asked for it (`SubnetOf`), when that may be a stranger: each has a bound of its own. */
  subnet?: string | undefined;
}

/** `none`: nobody can be reached by phone here, or not by this one. `capped`: there were enough today. */
export type Queued = 'queued' | 'capped' | 'none';

/**
 * Writes a message down, to be sent after the commit. A new code takes the place of one of its kind that waits.
 *
 * @param tx inside the transaction that makes the message true
 */
export const queueMessage = async (
  tx: EntityManager,
  settings: MessengerSettings,
  message: Message,
  now: Date,
): Promise<Queued> => {
  if (!tx.isInTransaction())
    throw new Error(`${message.kind} must be queued in the transaction that makes it true`);
  const { userId, kind, data, urgent, subnet } = message;
  const phone = parsePhone(message.phone);
  if (settings.name === 'none' || phone === null) return 'none';
  const body = messageText(kind, data);
  if (!(await countMessage(tx, settings, { userId, phone, kind, subnet }, now))) return 'capped';
  if (userId !== null && isCode(kind)) await forgetOlder(tx, userId, kind, now);
  await tx.execute(
    `insert into "accounts"."messages"
       ("id", "user_id", "kind", "phone", "body", "code", "urgent", "state", "created_at", "expires_at", "due_at")
     values (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)`,
    [
      ...[randomUUID(), userId, kind, phone, body, isCode(kind) ? data.code : null, urgent, now],
      ...[new Date(now.getTime() + worthMs(kind)), urgent ? now : afterQuiet(settings.quiet, now)],
    ],
  );
  return 'queued';
};

const forgetOlder = async (
  tx: EntityManager,
  userId: string,
  kind: MessageKind,
  now: Date,
): Promise<void> => {
  await tx.execute(
    `update "accounts"."messages" set "state" = 'expired', "due_at" = null, "ended_at" = ?,
       "phone" = null, "body" = null, "code" = null
     where "user_id" = ? and "kind" = ? and "state" = 'waiting'`,
    [now, userId, kind],
  );
};

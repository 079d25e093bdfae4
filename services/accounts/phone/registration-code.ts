import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { parsePhone } from '../../../shared/person/phone/phone.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import type { PendingRegistrationRow } from '../store/entities.ts';
import { readSecret } from '../store/secret.ts';

/** As long as the message says. */
const LIFE_MS = 15 * 60_000;
const SECRET = 'registration_code';

/** Six digits, and what is kept of them. */
export interface MadeCode {
  code: string;
  codeHash: string;
  codeUntil: Date;
  codeTries: 0;
  sentAt: Date;
}

/** A code for who registers with this cédula. */
export const makeCode = async (em: EntityManager, cedula: string, now: Date): Promise<MadeCode> => {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const codeHash = await hashOf(em, cedula, code);
  return { code, codeHash, codeUntil: new Date(now.getTime() + LIFE_MS), codeTries: 0, sentAt: now };
};

/** In constant time. */
export const isRightCode = async (
  em: EntityManager,
  { cedula, codeHash }: Pick<PendingRegistrationRow, 'cedula' | 'codeHash'>,
  code: string,
): Promise<boolean> => {
  const given = Buffer.from(await hashOf(em, cedula, code.replaceAll(/\D/g, '')));
  const stored = Buffer.from(codeHash);
  return given.length === stored.length && timingSafeEqual(given, stored);
};

const hashOf = async (em: EntityManager, cedula: string, code: string): Promise<string> =>
  createHmac('sha256', await readSecret(em, SECRET))
    .update(JSON.stringify([cedula, code]))
    .digest('hex');

/**
 * To the phone that was typed, in the same words and counted the same, whether the cédula has an account or not: only who
 * shows that code is told. The owner of the account hears of it, at no cost of whoever registers. That there were enough
 * messages today is told to nobody: it may be the other's doing.
 *
 * @param account whose account has the cédula
 */
export const sendCode = async (
  tx: EntityManager,
  messenger: MessengerSettings,
  {
    phone,
    subnet,
    account,
  }: { phone: string; subnet: string; account: { id: string; phone: string } | null },
  code: string,
  now: Date,
): Promise<void> => {
  const message = { userId: null, phone, kind: 'phone_code', data: { code } } as const;
  const queued = await queueMessage(tx, messenger, { ...message, urgent: true, subnet }, now);
  // Where nothing went out nothing more does: nobody sends an owner more than they may have sent to themselves.
  if (queued !== 'queued' || account === null || parsePhone(account.phone) === phone) return;
  const told = { userId: account.id, phone: account.phone, kind: 'account_exists', data: {} } as const;
  await queueMessage(tx, messenger, { ...told, urgent: false }, now);
};

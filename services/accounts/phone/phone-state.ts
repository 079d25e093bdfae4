import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { PhoneState } from '../../../shared/contract/phone.ts';
import { AppError } from '../../../shared/errors.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { moment } from '../../../shared/persistence/rows.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { recoversFrom } from '../recovery/recovers-from.ts';
import type { UserRow } from '../store/entities.ts';
import { presentPhoneNumber } from '../users/present.ts';

const WAIT_MS = 60_000;

export const missingAccount = (): AppError => new AppError('not_found', 'Esta cuenta ya no existe.', { status: 404 });

/** The last code that went to a phone. */
export interface LastCode {
  resendAt: Date;
  until: Date;
}

/** When another code may be sent. */
export const resendAt = (sentAt: Date): Date => new Date(sentAt.getTime() + WAIT_MS);

const ownPhone = prepared(
  'accounts.phone',
  z.object({
    phone: z.string(),
    phoneProvenAt: moment.nullable(),
    phonePending: z.string().nullable(),
    phoneChangedAt: moment.nullable(),
    codeAt: moment.nullable(),
    codeUntil: moment.nullable(),
  }),
  `select "phone", "phone_proven_at" as "phoneProvenAt", "phone_pending" as "phonePending",
     "phone_changed_at" as "phoneChangedAt", "one_times"."created_at" as "codeAt", "expires_at" as "codeUntil"
   from "accounts"."users"
   left join "accounts"."one_times" on "user_id" = "id" and "purpose" = 'phone' where "id" = $1`,
);

/**
 * A person's own phone, and the other that waits to be proven: on every profile, so in one statement.
 *
 * @throws AppError `not_found` (404)
 */
export const readPhone = async (
  em: EntityManager,
  messenger: MessengerSettings,
  { actor }: { actor: Actor },
  now: Date,
): Promise<PhoneState> => {
  const [found] = await ask(em, ownPhone, [actor.id]);
  if (found === undefined) throw missingAccount();
  const { codeAt, codeUntil: until, ...phones } = found;
  const last = codeAt === null || until === null ? null : { resendAt: resendAt(codeAt), until };
  return presentPhone(messenger, phones, last, now);
};

/** A person's phones as they are shown them. @param last the code that went to one */
export const presentPhone = (
  { name }: MessengerSettings,
  user: Pick<UserRow, 'phone' | 'phoneProvenAt' | 'phonePending' | 'phoneChangedAt'>,
  last: LastCode | null,
  now: Date,
): PhoneState => {
  const ahead = (at: Date | undefined): string | null =>
    at !== undefined && at > now ? at.toISOString() : null;
  return {
    phone: presentPhoneNumber(user),
    confirmedAt: user.phoneProvenAt?.toISOString() ?? null,
    pending: user.phonePending ?? null,
    canConfirm: name !== 'none',
    resendAt: ahead(last?.resendAt),
    codeUntil: ahead(last?.until),
    recoversFrom: ahead(recoversFrom(user) ?? undefined),
  };
};


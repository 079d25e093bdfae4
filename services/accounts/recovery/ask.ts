import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { moment, readRows } from '../../../shared/persistence/rows.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { OneTimeEntity, UserEntity } from '../store/entities.ts';
import type { SubnetOf } from '../subnet/subnet.ts';
import { codeText, keepCode } from './one-time.ts';
import { recoversFrom } from './recovers-from.ts';

const purpose = 'recovery';
/** A code is not sent again so soon: whoever presses twice keeps the one that is on its way. */
const AGAIN_MS = 60_000;
/** Who asked so long ago has asked again, or needs no code any more. */
const STALE_MS = 10 * 60_000;
const BATCH = 50;

/** Writes down that somebody asks, whoever has the cédula or nobody: what follows happens when nobody waits for it. */
export const askForCode = async (
  em: EntityManager,
  subnetOf: SubnetOf,
  { cedula, ip }: ActionParams<'accounts.recover'>,
  now: Date,
): Promise<void> => {
  await em.execute(
    `insert into "accounts"."recovery_asks" ("cedula", "subnet", "asked_at") values (?, ?, ?)`,
    [cedula, subnetOf(ip), now],
  );
};

const askRule = z.object({ cedula: z.string(), subnet: z.string(), askedAt: moment });

/**
 * Sends a code to each who asked, if there is such a person: code, message and the end of the asking in one transaction of its
 * own, so that it is neither lost nor sent twice, and holds nobody else's rows. One that fails is dropped: it holds back none.
 *
 * @param failed is told why
 * @returns how many asked
 */
export const answerAsks = async (
  fork: () => EntityManager,
  messenger: MessengerSettings,
  now: Date,
  failed: (error: unknown) => void,
): Promise<number> => {
  const asks = await readRows(
    fork(),
    z.object({ id: z.coerce.string() }),
    'select "id" from "accounts"."recovery_asks" order by "id" limit ?',
    [BATCH],
  );
  for (const { id } of asks) {
    try {
      await fork().transactional((tx) => answerAsk(tx, messenger, id, now));
    } catch (error) {
      failed(error);
      await fork().execute('delete from "accounts"."recovery_asks" where "id" = ?', [id]);
    }
  }
  return asks.length;
};

const answerAsk = async (
  tx: EntityManager,
  messenger: MessengerSettings,
  id: string,
  now: Date,
): Promise<void> => {
  const [ask] = await readRows(
    tx,
    askRule,
    `delete from "accounts"."recovery_asks" where "id" in (
       select "id" from "accounts"."recovery_asks" where "id" = ? for update skip locked)
     returning "cedula", "subnet", "asked_at" as "askedAt"`,
    [id],
  );
  // Another process was faster.
  if (ask === undefined || now.getTime() - ask.askedAt.getTime() >= STALE_MS) return;
  await sendCode(tx, messenger, ask, now);
};

const sendCode = async (
  tx: EntityManager,
  messenger: MessengerSettings,
  { cedula, subnet }: z.output<typeof askRule>,
  now: Date,
): Promise<void> => {
  const user = await tx.findOne(UserEntity, { cedula, suspendedAt: null });
  if (user === null) return;
  const from = recoversFrom(user);
  if (from !== null && from > now) return;
  const recent = { userId: user.id, purpose, createdAt: { $gt: new Date(now.getTime() - AGAIN_MS) } };
  if ((await tx.count(OneTimeEntity, recent)) > 0) return;
  const code = codeText();
  const message = { userId: user.id, phone: user.phone, kind: 'recovery_code', data: { code } } as const;
  const queued = await queueMessage(tx, messenger, { ...message, urgent: true, subnet }, now);
  // One that nobody was sent would only take the place of one that somebody has.
  if (queued === 'queued') await keepCode(tx, { userId: user.id, purpose, now }, code);
};

import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { moment, readRows } from '../../../shared/persistence/rows.ts';
import type { ClaimRow } from '../store/entities.ts';

const HOUR_MS = 3_600_000;
/** So long whoever has the account can say something, who was told as the claim came. */
const WAIT_MS = 72 * HOUR_MS;
/** Whoever was here so lately is somebody who uses it. */
const USED_MS = 90 * 24 * HOUR_MS;

/** From when each of these claims may be granted: three days after it came where somebody uses the account, else at once. */
export const grantableFrom = async (
  em: EntityManager,
  claims: readonly Pick<ClaimRow, 'id' | 'userId' | 'createdAt'>[],
): Promise<(claim: Pick<ClaimRow, 'userId' | 'createdAt'>) => Date> => {
  if (claims.length === 0) return ({ createdAt }) => createdAt;
  const rows = await readRows(
    em,
    z.object({ userId: z.string(), activeAt: moment }),
    `select "user_id" as "userId", "active_at" as "activeAt" from "accounts"."activity" where "user_id" = any(array[?]::uuid[])`,
    [claims.map(({ userId }) => userId)],
  );
  const lastUse = new Map(rows.map(({ userId, activeAt }) => [userId, activeAt.getTime()]));
  return ({ userId, createdAt }) => {
    const used = lastUse.get(userId);
    const isUsed = used !== undefined && createdAt.getTime() - used < USED_MS;
    return isUsed ? new Date(createdAt.getTime() + WAIT_MS) : createdAt;
  };
};

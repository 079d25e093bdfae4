import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { Evidence } from '../../../shared/contract/evidence.ts';
import { AppError } from '../../../shared/errors.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { mayAdminister } from '../../../shared/policy/access.ts';

/**
 * What the page showed when this attempt of this person failed.
 *
 * @throws AppError `not_found` (404), the same for who may not read it, for another person's and for what is gone
 */
export const readEvidence = async (
  em: EntityManager,
  { actor, userId, leaseId }: ActionParams<'census.evidence'>,
): Promise<Evidence> => {
  const rows = mayAdminister(actor)
    ? await readRows(
        em,
        z.object({ page: z.string(), truncated: z.boolean() }),
        `select replace(encode("page", 'base64'), e'\\n', '') as page, "truncated"
         from "census"."evidence" join "census"."attempts" using ("lease_id")
         where "lease_id" = ? and "user_id" = ?`,
        [leaseId, userId],
      )
    : [];
  const [evidence] = rows;
  if (evidence !== undefined) return evidence;
  throw new AppError(
    'not_found',
    'De este intento no se guarda lo que mostró la página, o ya se borró por su fecha.',
    { status: 404 },
  );
};

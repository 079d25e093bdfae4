import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { readRows } from '../../../shared/persistence/rows.ts';

/**
 * Keeps made-up and real answers apart: a database that has seen one kind of target refuses the other, because an
 * invented voting place must never be shown as real.
 *
 * @throws AppError `data_origin_mismatch`
 */
export const claimDataOrigin = async (em: EntityManager, simulated: boolean): Promise<void> => {
  await em.execute(`insert into "census"."data_origin" ("simulated") values (?) on conflict do nothing`, [
    simulated,
  ]);
  const [origin] = await readRows(
    em,
    z.object({ simulated: z.boolean() }),
    'select "simulated" from "census"."data_origin"',
  );
  if (origin?.simulated === simulated) return;
  const kinds = {
    stored: simulated ? 'de la Registraduría' : 'simulados',
    wanted: simulated ? 'simulados' : 'reales',
  };
  throw new AppError(
    'data_origin_mismatch',
    `Esta base de datos tiene datos ${kinds.stored} y la configuración pide datos ${kinds.wanted}: use otra base de datos (DATABASE_URL o DATA_DIR).`,
  );
};

import { z } from 'zod';
import { countSkipped } from '../../../shared/contract/batches.ts';
import type { Ctx } from '../context.ts';
import { bodyOf, parsed } from '../web/respond.ts';
import { actorOf } from '../web/session.ts';
import { batchIdOf } from './batch-id.ts';

/** Explicit people of a request. */
export const idsRule = z.object({
  ids: z
    .array(z.uuid('Cada elemento debe ser un identificador.'), {
      error: 'Debe ser una lista de identificadores.',
    })
    .min(1, 'Elija al menos una persona.')
    .max(500, 'Máximo 500 personas a la vez.'),
});

/** GET /api/v1/batches/current */
export const apiBatch = async (ctx: Ctx): Promise<void> => {
  ctx.body = { batch: await ctx.call('census.batch', { actor: actorOf(ctx) }) };
};

/** POST /api/v1/batches {ids} */
export const apiAddToBatch = async (ctx: Ctx): Promise<void> => {
  const { ids } = parsed(idsRule, bodyOf(ctx));
  const added = await ctx.call('census.batchAdd', { actor: actorOf(ctx), userIds: ids });
  ctx.body = { ...added, skipped: countSkipped(added.skipped) };
  ctx.status = 202;
};

/** POST /api/v1/batches/:id/cancel */
export const apiCancelBatch = async (ctx: Ctx): Promise<void> => {
  await ctx.call('census.batchCancel', { actor: actorOf(ctx), batchId: batchIdOf(ctx.params.id) });
  ctx.status = 204;
};

import { z } from 'zod';
import { deadLetterIds } from '../../../shared/contract/dead-letters.ts';
import type { Ctx } from '../context.ts';
import { bodyOf, parsed } from '../web/respond.ts';
import { readDeadLetters, redriveDeadLetters } from './all-dead-letters.ts';

const bodyRule = z.object({ ids: deadLetterIds });

/** GET /api/v1/admin/dead-letters */
export const apiDeadLetters = async (ctx: Ctx): Promise<void> => {
  ctx.body = await readDeadLetters(ctx);
};

/** POST /api/v1/admin/dead-letters/redrive {ids: ["accounts-12", …] or "all"} */
export const apiRedrive = async (ctx: Ctx): Promise<void> => {
  const { ids } = parsed(bodyRule, bodyOf(ctx));
  ctx.body = await redriveDeadLetters(ctx, ids);
};

import { ownCard } from '../account/own-census.ts';
import type { CensusCard } from '../answer/card.ts';
import type { Ctx, Page } from '../context.ts';
import { tellWhose } from '../web/headers.ts';
import { userOf } from '../web/session.ts';

interface KeptPage extends Page {
  card: CensusCard | null;
}

declare module '../context.ts' {
  interface Pages {
    'push/kept': KeptPage;
  }
}

/**
 * GET /sin-conexion/: the person's own ticket alone, without a form, a script or a way on. The browser's worker keeps it and
 * shows it while there is no network; not found where they have none, and then it keeps nothing.
 */
export const keptPage = async (ctx: Ctx): Promise<void> => {
  tellWhose(ctx, userOf(ctx).id);
  const card = await ownCard(ctx);
  const status = card?.answer?.ticket == null ? 404 : 200;
  ctx.page('push/kept', { title: 'Sin conexión', card, isStill: true, isBare: true }, status);
};

import type { Ctx } from '../context.ts';
import { ownCard } from './own-card.ts';

/** GET /perfil/ */
export const profilePage = async (ctx: Ctx): Promise<void> =>
  ctx.page('profile', { title: 'Mi perfil', card: await ownCard(ctx) });

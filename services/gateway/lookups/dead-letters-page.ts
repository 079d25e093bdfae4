import type { Ctx } from '../context.ts';
import { redriveDeadLetters } from './all-dead-letters.ts';

/** POST /admin/consultas/eventos/: hands out all that is put aside. */
export const redriveForm = async (ctx: Ctx): Promise<void> => {
  const { failed } = await redriveDeadLetters(ctx, 'all');
  const notice = failed === 0 ? 'eventos-entregados' : 'eventos-apartados';
  ctx.redirect(`/admin/consultas/?aviso=${notice}#eventos`);
};

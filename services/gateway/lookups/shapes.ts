import type { SourceShapes } from '../../../shared/contract/shapes.ts';
import type { Ctx, Page } from '../context.ts';
import { presentShapes, type SourceCard } from './shapes-view.ts';

interface ShapesPage extends Page {
  sources: SourceCard[];
}

declare module '../context.ts' {
  interface Pages {
    'lookups/shapes': ShapesPage;
  }
}

const load = (ctx: Ctx): Promise<SourceShapes[]> => ctx.call('census.shapes', {});

/** GET /admin/consultas/pagina/: how the official page is made today, beside how it was when it had answers. */
export const shapesPage = async (ctx: Ctx): Promise<void> =>
  ctx.page('lookups/shapes', {
    title: 'La página oficial',
    sources: presentShapes(await load(ctx), new Date()),
  });

/** GET /api/v1/admin/shapes */
export const apiShapes = async (ctx: Ctx): Promise<void> => {
  ctx.body = await load(ctx);
};

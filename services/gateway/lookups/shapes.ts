import type { SourceShapes } from '../../../shared/contract/shapes.ts';
import type { Ctx, Page } from '../context.ts';
import { type CanaryCard, presentCanary } from './canary.ts';
import { presentShapes, type SourceCard } from './shapes-view.ts';

interface ShapesPage extends Page {
  sources: SourceCard[];
  canary: CanaryCard;
}

declare module '../context.ts' {
  interface Pages {
    'lookups/shapes': ShapesPage;
  }
}

const load = (ctx: Ctx): Promise<SourceShapes[]> => ctx.call('census.shapes', {});

/** GET /admin/consultas/pagina/: how the official page is made today, beside how it was when it had answers. */
export const shapesPage = async (ctx: Ctx): Promise<void> => {
  const [sources, canary] = await Promise.all([load(ctx), ctx.call('census.canary', {})]);
  const now = new Date();
  ctx.page('lookups/shapes', {
    title: 'La página oficial',
    sources: presentShapes(sources, now),
    canary: presentCanary(canary, now),
  });
};

/** GET /api/v1/admin/shapes */
export const apiShapes = async (ctx: Ctx): Promise<void> => {
  ctx.body = await load(ctx);
};

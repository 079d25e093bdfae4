import type { Ctx, Page } from '../context.ts';
import { type Section, sections } from './sections.ts';

interface MyDataPage extends Page {
  sections: readonly Section[];
}

declare module '../context.ts' {
  interface Pages {
    'my-data/my-data': MyDataPage;
  }
}

/** GET /mis-datos/ */
export const myDataPage = async (ctx: Ctx): Promise<void> =>
  ctx.page('my-data/my-data', { title: 'Mis datos', sections });

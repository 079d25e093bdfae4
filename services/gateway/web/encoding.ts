import type { Ctx } from '../context.ts';

export type Encoding = 'br' | 'gzip';

/** The smallest that the browser reads, in whatever order it says so; null for none. */
export const encodingFor = (ctx: Pick<Ctx, 'acceptsEncodings'>): Encoding | null => {
  for (const encoding of ['br', 'gzip'] as const) if (ctx.acceptsEncodings(encoding)) return encoding;
  return null;
};

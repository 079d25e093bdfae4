import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Ctx } from '../context.ts';
import { personId } from '../web/input.ts';

const decompress = promisify(gunzip);

/** More than the scrapers ever compress: what says to be larger is not theirs. */
const LARGEST_BYTES = 32 * 1024 * 1024;

/**
 * GET /admin/usuarios/:id/evidencia/:leaseId/ : what the page showed, as a text to download. Another site wrote it: it
 * is never shown as a page of ours.
 */
export const evidenceFile = async (ctx: Ctx): Promise<void> => {
  const userId = personId(ctx.params.id);
  const leaseId = personId(ctx.params.leaseId);
  const { page } = await ctx.call('census.evidence', { userId, leaseId });
  const text = await decompress(Buffer.from(page, 'base64'), { maxOutputLength: LARGEST_BYTES });
  await ctx.call('accounts.noteReads', {
    userIds: [userId],
    ip: ctx.ip,
    action: 'evidence.read',
    detail: leaseId,
  });
  ctx.set({
    'Cache-Control': 'no-store',
    'Content-Disposition': `attachment; filename="evidencia-${leaseId}.txt"`,
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
  });
  ctx.body = text;
};

import { recoveryLink } from '../../../shared/contract/recovery.ts';
import type { Ctx, Page } from '../context.ts';
import { qrOf } from '../ui/qr.ts';
import { originFor } from '../web/host.ts';
import { sendsCodes } from './code.ts';

interface MadePage extends Page {
  link: string;
  /** An inline SVG. */
  qr: string;
  /** Where its maker goes on. */
  back: { url: string; label: string };
  /** Whether an account changes hands by it. */
  isClaim: boolean;
  /** Whether the owner is told by phone that the password changed. */
  tells: boolean;
}

declare module '../context.ts' {
  interface Pages {
    'recovery/made': MadePage;
  }
}

/** The only page that shows a link: it answers the form that made it, and no address brings it back. */
export const showMade = (
  ctx: Ctx,
  token: string,
  { back, isClaim = false }: { back: MadePage['back']; isClaim?: boolean },
): void => {
  const link = recoveryLink(originFor(ctx), token);
  const qr = qrOf(link);
  ctx.page('recovery/made', {
    title: 'Enlace para una contraseña nueva',
    link,
    qr,
    back,
    isClaim,
    tells: sendsCodes(ctx),
  });
};

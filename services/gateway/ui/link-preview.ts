import type { Ctx, Inviter, LinkPreview } from '../context.ts';
import { originFor } from '../web/host.ts';

/** As many letters of a name as a line of a chat has room for. */
const LONGEST_NAME = 40;

const DESCRIPTION =
  'Regístrese gratis con su cédula y vea su puesto y su mesa de votación, como los publica la Registraduría. No es un sitio oficial.';

/**
 * How a page is shown where its link is sent: in the name of who invites, which is all that is told of them, and is told
 * to whoever has their link.
 *
 * @param path without a query
 */
export const linkPreviewOf = (ctx: Ctx, path: string, inviter: Inviter | null): LinkPreview => {
  const name = inviter?.firstName ?? null;
  return {
    origin: originFor(ctx),
    path: inviter === null ? path : `${path}?ref=${inviter.code}`,
    title:
      name === null
        ? '¿Dónde voto? Conozca su puesto de votación'
        : `${name.slice(0, LONGEST_NAME)} le invita a conocer su puesto de votación`,
    description: DESCRIPTION,
    isListed: inviter === null,
  };
};

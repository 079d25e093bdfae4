import type { Ctx, Inviter, Next, Page } from '../context.ts';
import { linkPreviewOf } from '../ui/link-preview.ts';
import { inviterOf } from '../web/inviter.ts';

interface WelcomePage extends Page {
  inviter: Inviter | null;
  /** Where they register, also in a browser that keeps no cookies. */
  register: string;
  /** Who answers for people's data. */
  runBy: { name: string; nit: string; mail: string };
  official: string;
}

declare module '../context.ts' {
  interface Pages {
    'welcome/welcome': WelcomePage;
  }
}

/** Where everybody may ask for themselves. */
const OFFICIAL = 'https://consultacenso.registraduria.gov.co/consultar/';

/** GET / for a stranger; no service is asked, but for the name of who invites. Whoever is logged in goes on. */
export const welcome = async (ctx: Ctx, next: Next): Promise<void> => {
  if (ctx.state.user !== undefined) return void (await next());
  const { name, nit, mail } = ctx.config.consent;
  const inviter = await inviterOf(ctx);
  ctx.page('welcome/welcome', {
    title: '¿Dónde voto?',
    isStill: true,
    linkPreview: linkPreviewOf(ctx, '/', inviter),
    inviter,
    register: inviter === null ? '/register/' : `/register/?ref=${inviter.code}`,
    runBy: { name, nit, mail },
    official: OFFICIAL,
  });
};

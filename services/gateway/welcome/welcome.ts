import { lookOf, type StatusLook } from '../answer/card.ts';
import { presentTicket, type Ticket } from '../answer/ticket.ts';
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
  /** An example of an answer, by the template of the real ones. */
  card: StatusLook & { answer: { ticket: Ticket; on: null; rows: [] } };
}

declare module '../context.ts' {
  interface Pages {
    'welcome/welcome': WelcomePage;
  }
}

/** Where everybody may ask for themselves. */
const OFFICIAL = 'https://consultacenso.registraduria.gov.co/consultar/';

const PLACE = {
  ...{ departamento: 'TOLIMA', municipio: 'VILLA ESPERANZA', puesto: 'IE LA ESPERANZA' },
  ...{ direccion: 'CALLE 12 # 34-56', mesa: '7' },
};

/** An invented answer, which leads nowhere. */
export const sampleCard: WelcomePage['card'] = {
  ...lookOf('ACTIVE'),
  answer: { ticket: { ...presentTicket(PLACE, false), map: null }, on: null, rows: [] },
};

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
    card: sampleCard,
  });
};

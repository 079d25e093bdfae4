import { greetingName } from '../../../shared/person/greeting-name.ts';
import type { Ctx, Page } from '../context.ts';
import { referralLinkOf } from '../web/inviter.ts';
import { userOf } from '../web/session.ts';
import { type Share, shareOf } from './share.ts';

interface InvitePage extends Page {
  share: Share;
  /** Without what goes before the name of the portal: to be read aloud. */
  shortLink: string;
  /** As whom the registration greets. */
  firstName: string;
}

declare module '../context.ts' {
  interface Pages {
    'account/invite': InvitePage;
  }
}

/** GET /invitar/ : a code to be scanned by somebody who stands there, and registers on their own phone. */
export const invitePage = async (ctx: Ctx): Promise<void> => {
  const link = referralLinkOf(ctx);
  ctx.page('account/invite', presentInvite(link, userOf(ctx).nombreCompleto));
};

export const presentInvite = (link: string, nombreCompleto: string): InvitePage => ({
  title: 'Invitar a alguien',
  share: shareOf(link),
  shortLink: link.replace(/^https?:\/\//, ''),
  firstName: greetingName(nombreCompleto),
});

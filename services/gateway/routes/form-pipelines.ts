import { rememberInviter } from '../inviter/inviter.ts';
import { formBody } from '../middleware/body.ts';
import { csrf } from '../middleware/csrf.ts';
import { sameOrigin } from '../middleware/same-origin.ts';
import { session } from '../middleware/session.ts';

/** What every page passes before its handler, and what every form that is sent. */
export const formPipelines = {
  page: [session, rememberInviter, formBody, csrf],
  post: [sameOrigin, session, formBody, csrf],
} as const;

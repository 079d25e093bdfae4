import { rememberInviter } from '../account/inviter/inviter.ts';
import { formBody } from './body.ts';
import { csrf } from './csrf.ts';
import { sameOrigin } from './same-origin.ts';
import { session } from './session.ts';

/** What every page passes before its handler, and what every form that is sent. */
export const formPipelines = {
  page: [session, rememberInviter, formBody, csrf],
  post: [sameOrigin, session, formBody, csrf],
} as const;

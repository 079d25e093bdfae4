import { bodyParser } from '@koa/bodyparser';
import { csrf } from '../middleware/csrf.ts';
import { sameOrigin } from '../middleware/same-origin.ts';
import { session } from '../middleware/session.ts';

const form = bodyParser({ enableTypes: ['form'], formLimit: '64kb' });

/** What every page passes before its handler, and what every form that is sent. */
export const formPipelines = {
  page: [session, form, csrf],
  post: [sameOrigin, session, form, csrf],
} as const;

import Router from '@koa/router';
import { RECOVERY_LINK } from '../../../shared/contract/recovery.ts';
import type { Extension, State } from '../context.ts';
import { administering } from '../web/administering.ts';
import { limited } from '../web/limited.ts';
import { anybody, page, post } from '../web/pipelines.ts';
import { backTo } from '../web/redirect.ts';
import { loggedIn } from '../web/session.ts';
import { apiAsk, askForm, askPage } from './ask.ts';
import { claimForm, claimPage } from './claim.ts';
import { apiConfirm, codeForm, codePage } from './code.ts';
import { DECISIONS, decideClaimForm, decideForm, decisionsPage } from './decisions.ts';
import { askForReferredForm, makeLinkForm } from './help.ts';
import { linkForm, linkPage } from './link.ts';
import { withoutReferrer } from './quiet.ts';

const counted = limited('recovery');
const claiming = limited('claim');

/** How people get back into their account, and who helps them; and whose a cédula is. */
export const recoveryRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/recuperar/', ...page, askPage);
  router.post('/recuperar/', ...post, counted, askForm);
  router.get('/recuperar/codigo/', ...page, codePage);
  router.post('/recuperar/codigo/', ...post, counted, codeForm);
  router.get(RECOVERY_LINK, withoutReferrer, ...page, linkPage);
  router.post(RECOVERY_LINK, withoutReferrer, ...post, counted, linkForm);
  router.get('/recuperar/reclamar/', ...page, claimPage);
  router.post('/recuperar/reclamar/', ...post, claiming, claimForm);

  router.post('/referido/:id/recuperar/', ...post, loggedIn, askForReferredForm);
  router.post(
    '/admin/usuarios/:id/recuperar/',
    withoutReferrer,
    ...post,
    loggedIn,
    administering,
    makeLinkForm,
  );
  router.get(DECISIONS, ...page, loggedIn, administering, decisionsPage);
  router.post(
    '/admin/recuperaciones/:requestId/',
    withoutReferrer,
    ...post,
    loggedIn,
    administering,
    decideForm,
  );
  router.post(
    '/admin/reclamos/:claimId/',
    withoutReferrer,
    ...post,
    loggedIn,
    administering,
    decideClaimForm,
  );
  // Where a form was sent to, and where a proof leads back to.
  router.get('/admin/recuperaciones/:requestId/', backTo(DECISIONS));
  router.get('/admin/reclamos/:claimId/', backTo(DECISIONS));

  router.post('/api/v1/recovery', ...anybody, counted, apiAsk);
  router.post('/api/v1/recovery/confirm', ...anybody, counted, apiConfirm);
  return router;
};

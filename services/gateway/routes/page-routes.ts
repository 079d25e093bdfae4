import Router from '@koa/router';
import { homePage } from '../account/home.ts';
import { loginForm, loginPage, logoutForm, logoutPage } from '../account/login.ts';
import { passwordForm, passwordPage, repeatedPasswordForm } from '../account/password.ts';
import { policyPage } from '../account/policy.ts';
import { profileEditForm, profileEditPage, profilePage } from '../account/profile.ts';
import { registerForm, registerPage } from '../account/register.ts';
import { refreshOwn, refreshReferral } from '../answer/refresh.ts';
import { TOO_MANY_CHOSEN } from '../batches/choice.ts';
import { leading } from '../batches/leading.ts';
import { bulkRefresh, cancelBulkRefresh } from '../batches/pages.ts';
import type { Extension, State } from '../context.ts';
import type { StreamHub } from '../live/hub.ts';
import { statusPage } from '../lookups/status-page.ts';
import { referralPage, referralsPage } from '../referrals/pages.ts';
import { backTo } from '../web/back-to.ts';
import { page, post } from '../web/pipelines.ts';
import { loggedIn } from '../web/session.ts';
import { explainTooLarge } from '../web/too-large.ts';

/** Pages and forms: each route reads as a pipeline. */
export const pageRoutes = (hub: StreamHub): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/register/', ...page, registerPage);
  router.post('/register/', ...post, registerForm);
  router.get('/login/', ...page, loginPage);
  router.post('/login/', ...post, loginForm);
  router.get('/logout/', ...page, loggedIn, logoutPage);
  router.post('/logout/', ...post, logoutForm(hub));
  router.get('/politica-de-datos/', ...page, policyPage);

  router.get('/', ...page, loggedIn, homePage);
  router.get('/perfil/', ...page, loggedIn, profilePage);
  router.get('/perfil/editar/', ...page, loggedIn, profileEditPage);
  router.post('/perfil/editar/', ...post, loggedIn, profileEditForm);
  router.get('/estado/', ...page, loggedIn, statusPage);
  router.get('/censo/', ...page, loggedIn, backTo('/perfil/#censo'));
  router.get('/cambiar-password/', ...page, loggedIn, passwordPage);
  router.post('/cambiar-password/', ...post, repeatedPasswordForm, loggedIn, passwordForm);

  router.get('/refrescar-cedula/', ...page, loggedIn, backTo('/perfil/'));
  router.post('/refrescar-cedula/', ...post, loggedIn, refreshOwn);
  router.get('/refrescar-cedula/:id/', ...page, loggedIn, backTo('/referidos/'));
  router.post('/refrescar-cedula/:id/', ...post, loggedIn, refreshReferral);
  router.get('/referidos/', ...page, loggedIn, referralsPage);
  router.get('/referido/:id/', ...page, loggedIn, referralPage);
  router.get('/bulk-refresh/', ...page, loggedIn, backTo('/referidos/'));
  router.post('/bulk-refresh/', explainTooLarge(TOO_MANY_CHOSEN), ...post, loggedIn, leading, bulkRefresh);
  router.get('/bulk-refresh/cancelar/', ...page, loggedIn, backTo('/referidos/'));
  router.post('/bulk-refresh/cancelar/', ...post, loggedIn, cancelBulkRefresh);

  return router;
};

import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { renewedBy } from '../web/expired.ts';
import { closed, open, page, post } from '../web/pipelines.ts';
import { identified, loggedIn, session } from '../web/session.ts';
import { welcome } from '../welcome/welcome.ts';
import { homePage } from './home.ts';
import { invitePage } from './invite.ts';
import { apiLogin, loginForm, loginPage, renewLogin } from './login.ts';
import { apiLogout, logoutForm, logoutPage } from './logout.ts';
import { apiOwnCensus, apiRefreshOwn } from './own-census.ts';
import { passwordForm, passwordPage, repeatedPasswordForm } from './password.ts';
import { apiPasswordStrength } from './password-strength.ts';
import { apiMe, apiUpdateMe, profileEditForm, profileEditPage, profilePage } from './profile.ts';
import { apiRegister, registerForm, registerPage, takeForm } from './register.ts';

/** A person's own account: how they come in, what they see first, and what they say of themselves. */
export const accountRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/register/', ...page, registerPage);
  router.post('/register/', renewedBy(takeForm), ...post, registerForm);
  router.get('/login/', ...page, loginPage);
  router.post('/login/', renewedBy(renewLogin), ...post, loginForm);
  router.get('/logout/', ...page, identified, logoutPage);
  router.post('/logout/', ...post, logoutForm);
  router.get('/', ...page, welcome, loggedIn, homePage);
  router.get('/invitar/', ...page, loggedIn, invitePage);
  router.get('/perfil/', ...page, loggedIn, profilePage);
  router.get('/perfil/editar/', ...page, loggedIn, profileEditPage);
  router.post('/perfil/editar/', ...post, loggedIn, profileEditForm);
  router.get('/cambiar-password/', ...page, identified, passwordPage);
  router.post('/cambiar-password/', ...post, repeatedPasswordForm, identified, passwordForm);

  router.post('/api/v1/register', ...open, apiRegister);
  router.post('/api/v1/login', ...open, apiLogin);
  router.post('/api/v1/password-strength', ...open, session, apiPasswordStrength);
  router.post('/api/v1/logout', ...open, session, apiLogout);
  router.get('/api/v1/me', ...closed, apiMe);
  router.patch('/api/v1/me', ...closed, apiUpdateMe);
  router.get('/api/v1/me/census', ...closed, apiOwnCensus);
  router.post('/api/v1/me/census/refresh', ...closed, apiRefreshOwn);
  return router;
};

import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import { apiOwnCensus, apiRefreshOwn } from './api/census.ts';
import { apiEvents } from './api/events.ts';
import { healthz, readyz } from './api/health.ts';
import { apiLookups, apiPause, apiProbe, apiResume } from './api/lookups.ts';
import { apiReferrals, apiRefreshMany, apiRefreshReferral } from './api/referrals.ts';
import { apiLogin, apiLogout, apiMe, apiRegister } from './api/sessions.ts';
import type { Extension, State } from './context.ts';
import { csrf } from './middleware/csrf.ts';
import { jsonOnly } from './middleware/json-only.ts';
import { noStore } from './middleware/no-store.ts';
import { sameOrigin } from './middleware/same-origin.ts';
import { authenticated, loggedIn, session } from './middleware/session.ts';
import { homePage } from './pages/home.ts';
import { loginForm, loginPage, logoutForm, logoutPage } from './pages/login.ts';
import { lookupsPage, pauseLookups, probeLookups, resumeLookups } from './pages/lookups.ts';
import { passwordForm, passwordPage } from './pages/password.ts';
import { policyPage } from './pages/policy.ts';
import { profilePage } from './pages/profile.ts';
import { referralPage, referralsPage } from './pages/referrals.ts';
import { backTo, bulkRefresh, refreshOwn, refreshReferral } from './pages/refresh.ts';
import { registerForm, registerPage } from './pages/register.ts';
import type { StreamHub } from './streams/hub.ts';

const form = bodyParser({ enableTypes: ['form'], formLimit: '64kb' });
const json = bodyParser({ enableTypes: ['json'], jsonLimit: '64kb', enableRawChecking: false });

/** Pages and forms: each route reads as a pipeline. */
export const pageRoutes = (hub: StreamHub): Router<State, Extension> => {
  const router = new Router<State, Extension>();
  const page = [session, form, csrf] as const;
  const post = [sameOrigin, session, form, csrf] as const;

  router.get('/register/', ...page, registerPage);
  router.post('/register/', ...post, registerForm);
  router.get('/login/', ...page, loginPage);
  router.post('/login/', ...post, loginForm);
  router.get('/logout/', ...page, loggedIn, logoutPage);
  router.post('/logout/', ...post, logoutForm(hub));
  router.get('/politica-de-datos/', ...page, policyPage);

  router.get('/', ...page, loggedIn, homePage);
  router.get('/perfil/', ...page, loggedIn, profilePage);
  router.get('/censo/', ...page, loggedIn, backTo('/perfil/#censo'));
  router.get('/cambiar-password/', ...page, loggedIn, passwordPage);
  router.post('/cambiar-password/', ...post, loggedIn, passwordForm);

  router.get('/refrescar-cedula/', ...page, loggedIn, backTo('/perfil/'));
  router.post('/refrescar-cedula/', ...post, loggedIn, refreshOwn);
  router.get('/refrescar-cedula/:id/', ...page, loggedIn, backTo('/referidos/'));
  router.post('/refrescar-cedula/:id/', ...post, loggedIn, refreshReferral);
  router.get('/referidos/', ...page, loggedIn, referralsPage);
  router.get('/referido/:id/', ...page, loggedIn, referralPage);
  router.get('/bulk-refresh/', ...page, loggedIn, backTo('/referidos/'));
  router.post('/bulk-refresh/', ...post, loggedIn, bulkRefresh);

  router.get('/admin/consultas/', ...page, loggedIn, lookupsPage);
  router.post('/admin/consultas/pausar/', ...post, loggedIn, pauseLookups);
  router.post('/admin/consultas/reanudar/', ...post, loggedIn, resumeLookups);
  router.post('/admin/consultas/probar/', ...post, loggedIn, probeLookups);
  return router;
};

/** The JSON API. */
export const apiRoutes = (hub: StreamHub): Router<State, Extension> => {
  const router = new Router<State, Extension>({ prefix: '/api/v1' });
  const open = [noStore, sameOrigin, jsonOnly, json] as const;
  const closed = [...open, session, authenticated] as const;

  router.get('/healthz', healthz);
  router.get('/readyz', readyz);
  router.post('/register', ...open, apiRegister);
  router.post('/login', ...open, apiLogin);
  router.post('/logout', ...open, session, apiLogout(hub));
  router.get('/me', ...closed, apiMe);
  router.get('/me/census', ...closed, apiOwnCensus);
  router.post('/me/census/refresh', ...closed, apiRefreshOwn);
  router.get('/referrals', ...closed, apiReferrals);
  router.post('/referrals/refresh', ...closed, apiRefreshMany);
  router.post('/referrals/:id/refresh', ...closed, apiRefreshReferral);
  router.get('/admin/lookups', ...closed, apiLookups);
  router.post('/admin/lookups/pause', ...closed, apiPause);
  router.post('/admin/lookups/resume', ...closed, apiResume);
  router.post('/admin/lookups/probe', ...closed, apiProbe);
  router.get('/events', ...closed, apiEvents(hub));
  return router;
};

/** What orchestrators ask, also at the root. */
export const healthRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();
  router.get('/healthz', healthz);
  router.get('/readyz', readyz);
  return router;
};

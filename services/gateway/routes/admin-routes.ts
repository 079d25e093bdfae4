import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { administering } from '../middleware/administering.ts';
import { loggedIn } from '../middleware/session.ts';
import { redriveForm } from '../pages/dead-letters.ts';
import { evidenceFile } from '../pages/evidence.ts';
import { lookupsPage, pauseLookups, probeLookups, resumeLookups } from '../pages/lookups.ts';
import { trailPage } from '../pages/trail.ts';
import { roleForm, userPage } from '../pages/user.ts';
import { usersPage } from '../pages/users.ts';
import { formPipelines } from './form-pipelines.ts';

/** Pages for those who run the portal; the services say who may. */
export const adminRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>({ prefix: '/admin' });
  const { page, post } = formPipelines;

  router.get('/consultas/', ...page, loggedIn, lookupsPage);
  router.post('/consultas/pausar/', ...post, loggedIn, pauseLookups);
  router.post('/consultas/reanudar/', ...post, loggedIn, resumeLookups);
  router.post('/consultas/probar/', ...post, loggedIn, probeLookups);
  router.post('/consultas/eventos/', ...post, loggedIn, redriveForm);

  router.get('/usuarios/', ...page, loggedIn, administering, usersPage);
  router.get('/usuarios/:id/', ...page, loggedIn, administering, userPage);
  router.post('/usuarios/:id/rol/', ...post, loggedIn, administering, roleForm);
  router.get('/usuarios/:id/evidencia/:leaseId/', ...page, loggedIn, administering, evidenceFile);
  router.get('/auditoria/', ...page, loggedIn, administering, trailPage);
  return router;
};

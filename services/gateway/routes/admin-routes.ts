import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { redriveForm } from '../lookups/dead-letters-page.ts';
import { lookupsPage, pauseLookups, probeLookups, resumeLookups } from '../lookups/lookups-page.ts';
import { administering } from '../people/administering.ts';
import { evidenceFile } from '../people/evidence.ts';
import { trailPage } from '../people/trail.ts';
import { roleForm, userPage } from '../people/user.ts';
import { usersPage } from '../people/users.ts';
import { page, post } from '../web/pipelines.ts';
import { loggedIn } from '../web/session.ts';

/** Pages for those who run the portal; the services say who may. */
export const adminRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>({ prefix: '/admin' });

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

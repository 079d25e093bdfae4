import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { administering } from '../web/administering.ts';
import { limited } from '../web/limited.ts';
import { closed, page, post } from '../web/pipelines.ts';
import { loggedIn } from '../web/session.ts';
import { apiCorrectCedula, cedulaForm, referrerOfForm } from './correct.ts';
import { apiErase, eraseForm } from './erase.ts';
import { evidenceFile } from './evidence.ts';
import { apiHistory } from './history.ts';
import { apiRestore, apiSuspend, restoreForm, suspendForm } from './suspend.ts';
import { apiTrail, trailFile, trailPage } from './trail.ts';
import { apiChangeRole, apiUser, resetFactorsForm, roleForm, userPage } from './user.ts';
import { apiUsers, usersPage } from './users.ts';

/** Everybody's accounts, what was looked up for them, and who saw it: for ADMINs. */
export const peopleRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/admin/usuarios/', ...page, loggedIn, administering, usersPage);
  router.get('/admin/usuarios/:id/', ...page, loggedIn, administering, userPage);
  router.post('/admin/usuarios/:id/rol/', ...post, loggedIn, administering, roleForm);
  router.post('/admin/usuarios/:id/cedula/', ...post, loggedIn, administering, cedulaForm);
  router.post('/admin/usuarios/:id/invitacion/', ...post, loggedIn, administering, referrerOfForm);
  router.post('/admin/usuarios/:id/segundo-paso/', ...post, loggedIn, administering, resetFactorsForm);
  router.post('/admin/usuarios/:id/suspender/', ...post, loggedIn, administering, suspendForm);
  router.post('/admin/usuarios/:id/restablecer/', ...post, loggedIn, administering, restoreForm);
  router.post('/admin/usuarios/:id/borrar/', ...post, loggedIn, administering, eraseForm);
  router.get('/admin/usuarios/:id/evidencia/:leaseId/', ...page, loggedIn, administering, evidenceFile);
  router.get('/admin/auditoria/', ...page, loggedIn, administering, trailPage);
  router.get(
    '/admin/auditoria/exportar.csv',
    ...[...page, loggedIn, administering, limited('export'), trailFile],
  );

  router.get('/api/v1/admin/users', ...closed, administering, apiUsers);
  router.get('/api/v1/admin/users/:id', ...closed, administering, apiUser);
  router.post('/api/v1/admin/users/:id/role', ...closed, administering, apiChangeRole);
  router.post('/api/v1/admin/users/:id/cedula', ...closed, administering, apiCorrectCedula);
  router.post('/api/v1/admin/users/:id/suspend', ...closed, administering, apiSuspend);
  router.post('/api/v1/admin/users/:id/restore', ...closed, administering, apiRestore);
  router.delete('/api/v1/admin/users/:id', ...closed, administering, apiErase);
  router.get('/api/v1/admin/users/:id/history', ...closed, administering, apiHistory);
  router.get('/api/v1/admin/audit', ...closed, administering, apiTrail);
  return router;
};

import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { closed, page, post } from '../web/pipelines.ts';
import { loggedIn } from '../web/session.ts';
import { canaryEndForm, canaryForm } from './canary.ts';
import { apiDeadLetters, apiRedrive, redriveForm } from './dead-letters.ts';
import {
  apiLookups,
  apiPause,
  apiProbe,
  apiResume,
  lookupsPage,
  pauseForm,
  probeForm,
  resumeForm,
} from './lookups.ts';
import { apiShapes, shapesPage } from './shapes.ts';
import { apiStatus, statusPage } from './status.ts';

/** How lookups go: for everybody in short, for operators with what they may do about it; the services say who may. */
export const lookupsRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/estado/', ...page, statusPage);
  router.get('/admin/consultas/', ...page, loggedIn, lookupsPage);
  router.get('/admin/consultas/pagina/', ...page, loggedIn, shapesPage);
  router.post('/admin/consultas/control/', ...post, loggedIn, canaryForm);
  router.post('/admin/consultas/control/retirar/', ...post, loggedIn, canaryEndForm);
  router.post('/admin/consultas/pausar/', ...post, loggedIn, pauseForm);
  router.post('/admin/consultas/reanudar/', ...post, loggedIn, resumeForm);
  router.post('/admin/consultas/probar/', ...post, loggedIn, probeForm);
  router.post('/admin/consultas/eventos/', ...post, loggedIn, redriveForm);

  router.get('/api/v1/status', ...closed, apiStatus);
  router.get('/api/v1/admin/lookups', ...closed, apiLookups);
  router.get('/api/v1/admin/shapes', ...closed, apiShapes);
  router.post('/api/v1/admin/lookups/pause', ...closed, apiPause);
  router.post('/api/v1/admin/lookups/resume', ...closed, apiResume);
  router.post('/api/v1/admin/lookups/probe', ...closed, apiProbe);
  router.get('/api/v1/admin/dead-letters', ...closed, apiDeadLetters);
  router.post('/api/v1/admin/dead-letters/redrive', ...closed, apiRedrive);
  return router;
};

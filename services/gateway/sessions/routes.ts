import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { closed, page, post } from '../web/pipelines.ts';
import { loggedIn } from '../web/session.ts';
import {
  apiCloseOthers,
  apiCloseSession,
  apiSessions,
  closeForm,
  closeOthersForm,
  sessionsPage,
} from './sessions.ts';

/** Where a person is logged in, and how they end what is not theirs. */
export const sessionRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/perfil/sesiones/', ...page, loggedIn, sessionsPage);
  router.post('/perfil/sesiones/cerrar-otras/', ...post, loggedIn, closeOthersForm);
  router.post('/perfil/sesiones/:sessionId/cerrar/', ...post, loggedIn, closeForm);

  router.get('/api/v1/me/sessions', ...closed, apiSessions);
  router.delete('/api/v1/me/sessions', ...closed, apiCloseOthers);
  router.delete('/api/v1/me/sessions/:sessionId', ...closed, apiCloseSession);
  return router;
};

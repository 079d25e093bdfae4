import Router from '@koa/router';
import { authorize } from '../../../shared/policy/authorize.ts';
import type { Ctx, Extension, Next, State } from '../context.ts';
import { limited } from '../web/limited.ts';
import { closed, page, post } from '../web/pipelines.ts';
import { actorOf, loggedIn } from '../web/session.ts';
import { exportFile } from './export.ts';
import { apiReceive, apiRegister, receiveForm, receivePage, registerPage } from './register.ts';
import { answerForm, apiAnswer, apiExtend, extendForm, requestPage } from './request.ts';

/** Refuses whoever does not administer; the service behind it refuses them too. */
const administering = async (ctx: Ctx, next: Next): Promise<void> => {
  authorize(actorOf(ctx), 'viewAdministration');
  await next();
};

/** What people ask about their data, until when, and how it was answered: for ADMINs. */
export const requestsRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();
  const one = '/admin/solicitudes/:requestId/';

  router.get('/admin/solicitudes/', ...page, loggedIn, administering, registerPage);
  router.get('/admin/solicitudes/nueva/', ...page, loggedIn, administering, receivePage);
  router.post('/admin/solicitudes/nueva/', ...post, loggedIn, administering, receiveForm);
  router.get(
    '/admin/solicitudes/exportar.csv',
    ...[...page, loggedIn, administering, limited('export'), exportFile],
  );
  router.get(one, ...page, loggedIn, administering, requestPage);
  router.post(`${one}responder/`, ...post, loggedIn, administering, answerForm);
  router.post(`${one}prorrogar/`, ...post, loggedIn, administering, extendForm);

  router.get('/api/v1/admin/requests', ...closed, administering, apiRegister);
  router.post('/api/v1/admin/requests', ...closed, administering, apiReceive);
  router.post('/api/v1/admin/requests/:requestId/answer', ...closed, administering, apiAnswer);
  router.post('/api/v1/admin/requests/:requestId/extension', ...closed, administering, apiExtend);
  return router;
};

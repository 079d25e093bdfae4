import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { anybody, beforeFactor, page, post } from '../web/pipelines.ts';
import { backTo } from '../web/redirect.ts';
import { identified } from '../web/session.ts';
import { apiProve, confirmForm, confirmPage } from './confirm.ts';
import { appForm, confirmAppForm } from './enrol-app.ts';
import { apiLoginPasskey, apiPasskeyOptions, apiProofPasskey, passkeyForm } from './passkeys.ts';
import { apiSecondStep, secondStepForm, secondStepPage } from './second-step.ts';
import { apiFactors, codesForm, removeForm, SECURITY, securityPage } from './security.ts';

/** Who sits at the keyboard: second factors, and showing again that it is still they. */
export const securityRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/login/segundo-paso/', ...page, secondStepPage);
  router.post('/login/segundo-paso/', ...post, secondStepForm);
  router.get('/confirmar/', ...page, identified, confirmPage);
  router.post('/confirmar/', ...post, identified, confirmForm);
  router.get(SECURITY, ...page, identified, securityPage);
  router.post('/perfil/seguridad/aplicacion/', ...post, identified, appForm);
  router.post('/perfil/seguridad/aplicacion/confirmar/', ...post, identified, confirmAppForm);
  router.post('/perfil/seguridad/llave/', ...post, identified, passkeyForm);
  router.post('/perfil/seguridad/codigos/', ...post, identified, codesForm);
  router.post('/perfil/seguridad/quitar/', ...post, identified, removeForm);
  // Where a form was sent to, and where a proof leads back to.
  for (const form of ['aplicacion', 'aplicacion/confirmar', 'llave', 'codigos', 'quitar'])
    router.get(`/perfil/seguridad/${form}/`, backTo(SECURITY));

  router.post('/api/v1/login/factor', ...anybody, apiSecondStep);
  router.post('/api/v1/login/passkey', ...anybody, apiLoginPasskey);
  router.post('/api/v1/me/proof/passkey', ...beforeFactor, apiProofPasskey);
  router.post('/api/v1/me/passkeys/options', ...beforeFactor, apiPasskeyOptions);
  router.post('/api/v1/me/proof', ...beforeFactor, apiProve);
  router.get('/api/v1/me/factors', ...beforeFactor, apiFactors);
  return router;
};

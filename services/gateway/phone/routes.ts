import Router from '@koa/router';
import { REGISTER_CODE } from '../account/register.ts';
import type { Extension, State } from '../context.ts';
import { anybody, closed, page, post } from '../web/pipelines.ts';
import { backTo } from '../web/redirect.ts';
import { loggedIn } from '../web/session.ts';
import {
  apiConfirmPhone,
  apiPhone,
  apiSendCode,
  confirmPhoneForm,
  keepPhoneForm,
  OWN_PHONE,
  phonePage,
  sendCodeForm,
} from './own-phone.ts';
import {
  apiConfirmRegistration,
  apiResendRegistration,
  registerCodeForm,
  registerCodePage,
  registerResendForm,
} from './register-code.ts';

/** How people show that a phone is theirs: as they register, and when they change it. */
export const phoneRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get(REGISTER_CODE, ...page, registerCodePage);
  router.post(REGISTER_CODE, ...post, registerCodeForm);
  router.post('/register/codigo/otro/', ...post, registerResendForm);
  router.get('/register/codigo/otro/', backTo(REGISTER_CODE));
  router.get(OWN_PHONE, ...page, loggedIn, phonePage);
  router.post(OWN_PHONE, ...post, loggedIn, confirmPhoneForm);
  router.post('/perfil/telefono/codigo/', ...post, loggedIn, sendCodeForm);
  router.post('/perfil/telefono/dejar/', ...post, loggedIn, keepPhoneForm);
  // Where a form was sent to, and where a proof leads back to.
  for (const form of ['codigo', 'dejar']) router.get(`/perfil/telefono/${form}/`, backTo(OWN_PHONE));

  router.post('/api/v1/register/confirm', ...anybody, apiConfirmRegistration);
  router.post('/api/v1/register/code', ...anybody, apiResendRegistration);
  router.get('/api/v1/me/phone', ...closed, apiPhone);
  router.post('/api/v1/me/phone/code', ...closed, apiSendCode);
  router.post('/api/v1/me/phone/confirm', ...closed, apiConfirmPhone);
  return router;
};

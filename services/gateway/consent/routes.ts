import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { closed, page, post } from '../web/pipelines.ts';
import { loggedIn } from '../web/session.ts';
import {
  apiDecisions,
  apiGive,
  apiWithdraw,
  decideForm,
  decisionsPage,
  giveForm,
  withdrawAllForm,
  withdrawForm,
} from './decisions.ts';
import { oldPolicyPage, policyPage } from './policy.ts';
import { apiReceipt, receiptFile, receiptPage, verifyForm, verifyPage } from './receipt.ts';

/** What people allow, on which text, and the proof of it. */
export const consentRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/politica-de-datos/', ...page, policyPage);
  router.get('/politica-de-datos/:version/', ...page, oldPolicyPage);
  router.get('/verificar/', ...page, verifyPage);
  router.post('/verificar/', ...post, verifyForm);
  router.get('/mis-datos/autorizaciones/', ...page, loggedIn, decisionsPage);
  router.post('/mis-datos/autorizaciones/dar/', ...post, loggedIn, giveForm);
  router.post('/mis-datos/autorizaciones/retirar/', ...post, loggedIn, withdrawForm);
  router.post('/mis-datos/autorizaciones/retirar-todo/', ...post, loggedIn, withdrawAllForm);
  router.post('/mis-datos/autorizaciones/decidir/', ...post, loggedIn, decideForm);
  router.get('/mis-datos/autorizaciones/constancia/', ...page, loggedIn, receiptPage);
  router.get('/mis-datos/autorizaciones/constancia.json', ...page, loggedIn, receiptFile);

  router.get('/api/v1/me/consents', ...closed, apiDecisions);
  router.post('/api/v1/me/consents', ...closed, apiGive);
  router.post('/api/v1/me/consents/withdraw', ...closed, apiWithdraw);
  router.get('/api/v1/me/consents/receipt', ...closed, apiReceipt);
  return router;
};

import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { exportFile, exportPage } from '../referrals/export/pages.ts';
import { createRunning } from '../referrals/export/running.ts';
import { summaryPage } from '../summary/page.ts';
import { page } from '../web/pipelines.ts';
import { loggedIn } from '../web/session.ts';

/** What leaders take from their referrals as a whole: numbers and files. */
export const summaryRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();
  const running = createRunning();

  router.get('/resumen/', ...page, loggedIn, summaryPage);
  router.get('/referidos/exportar/', ...page, loggedIn, exportPage);
  router.get('/referidos/exportar.csv', ...page, loggedIn, exportFile('csv', running));
  router.get('/referidos/exportar.xlsx', ...page, loggedIn, exportFile('xlsx', running));
  return router;
};

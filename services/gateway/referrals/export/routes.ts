import Router from '@koa/router';
import type { Extension, State } from '../../context.ts';
import { EXPORT, SHEET } from '../../filter/query.ts';
import { limited } from '../../web/limited.ts';
import { page } from '../../web/pipelines.ts';
import { fresh, loggedIn } from '../../web/session.ts';
import { exportFile, exportPage } from './export.ts';
import { createRunning } from './running.ts';
import { sheetPage } from './sheet.ts';

/** A list as a file, by the query of the list: what it will be, and the file itself. */
export const exportRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();
  const running = createRunning();

  // Before its files need it: a file that is asked for by a script could not show the page that asks.
  router.get(EXPORT, ...page, loggedIn, fresh, exportPage);
  router.get(SHEET, ...page, loggedIn, fresh, limited('export'), sheetPage);
  router.get('/referidos/exportar.csv', ...page, loggedIn, limited('export'), exportFile('csv', running));
  router.get('/referidos/exportar.xlsx', ...page, loggedIn, limited('export'), exportFile('xlsx', running));
  return router;
};

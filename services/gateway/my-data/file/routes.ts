import Router from '@koa/router';
import type { Extension, State } from '../../context.ts';
import { limited } from '../../web/limited.ts';
import { closed, page } from '../../web/pipelines.ts';
import { fresh, loggedIn } from '../../web/session.ts';
import { takeFile, takePage } from './take.ts';

/** All that is held of a person, as a file that they take away. */
export const ownFileRoutes = (): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  // Before its files need it: a file cannot show the page that asks.
  router.get('/mis-datos/descargar/', ...page, loggedIn, fresh, takePage);
  router.get('/mis-datos/descargar.html', ...page, loggedIn, limited('export'), takeFile('html'));
  router.get('/mis-datos/descargar.json', ...page, loggedIn, limited('export'), takeFile('json'));

  router.get('/api/v1/me/data', ...closed, limited('export'), takeFile('json'));
  return router;
};

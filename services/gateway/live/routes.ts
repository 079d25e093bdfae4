import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { limited } from '../web/limited.ts';
import { closed } from '../web/pipelines.ts';
import { apiEvents } from './events.ts';
import type { StreamHub } from './hub.ts';

/** What changes while somebody looks. */
export const liveRoutes = (hub: StreamHub): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get('/api/v1/events', ...closed, limited('stream'), apiEvents(hub));
  return router;
};

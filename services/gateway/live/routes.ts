import Router from '@koa/router';
import type { Extension, State } from '../context.ts';
import { noStore } from '../web/headers.ts';
import { apiEvents } from './events.ts';
import type { StreamHub } from './hub.ts';

/** Where streams are opened. */
export const EVENTS = '/api/v1/events';

/** What changes while somebody looks. */
export const liveRoutes = (hub: StreamHub, production: boolean): Router<State, Extension> => {
  const router = new Router<State, Extension>();

  router.get(EVENTS, noStore, apiEvents(hub, production));
  return router;
};

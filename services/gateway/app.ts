import type { RequestListener } from 'node:http';
import type Router from '@koa/router';
import Koa from 'koa';
import type { Config } from '../../shared/config/config.ts';
import type { Call } from '../../shared/moleculer/call.ts';
import { accountRoutes } from './account/routes.ts';
import { answerRoutes } from './answer/routes.ts';
import { batchRoutes } from './batches/routes.ts';
import { consentRoutes } from './consent/routes.ts';
import type { Extension, State } from './context.ts';
import type { Door } from './door/door.ts';
import { askedSessions, type Sessions } from './known/sessions.ts';
import { apiEvents } from './live/events.ts';
import type { StreamHub } from './live/hub.ts';
import { liveRoutes } from './live/routes.ts';
import { streamsStraight } from './live/straight.ts';
import { lookupsRoutes } from './lookups/routes.ts';
import type { GatewayMetrics } from './metrics.ts';
import { ownFileRoutes } from './my-data/file/routes.ts';
import { myDataRoutes } from './my-data/routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { phoneRoutes } from './phone/routes.ts';
import { noPromises, type Promises } from './promises/promises.ts';
import { pushRoutes } from './push/routes.ts';
import { recoveryRoutes } from './recovery/routes.ts';
import { exportRoutes } from './referrals/export/routes.ts';
import { referralRoutes } from './referrals/routes.ts';
import { requestsRoutes } from './requests/routes.ts';
import { askingForProof } from './security/ask-proof.ts';
import { securityRoutes } from './security/routes.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { summaryRoutes } from './summary/routes.ts';
import type { Assets } from './ui/assets/assets.ts';
import { pages } from './ui/page.ts';
import { createRenderer } from './ui/render.ts';
import { compressed } from './web/compressed.ts';
import { errors } from './web/errors.ts';
import { forwarded } from './web/forwarded.ts';
import { permissionsPolicy, securityHeaders } from './web/headers.ts';
import { healthRoutes, portalReadiness } from './web/health.ts';
import { knownHost } from './web/host.ts';
import { identified } from './web/identified.ts';
import { receiveLost } from './web/inviter.ts';
import { limited } from './web/limited.ts';
import { measured } from './web/measured.ts';
import { plainBody } from './web/plain-body.ts';
import { refusals } from './web/refusals.ts';
import { robotsTxtRoutes } from './web/robots-txt.ts';
import { createRouteIndex } from './web/route-index.ts';
import { securityTxtRoutes } from './web/security-txt.ts';
import { soundAddress } from './web/sound-text.ts';
import { tidyAddress } from './web/tidy-address.ts';
import { closeUnread } from './web/unread-body.ts';

interface AppOptions {
  assets: Assets;
  config: Config;
  call: Call;
  /** Whose session a token opens; asked each time unless told. */
  sessions?: Sessions;
  door: Door;
  promises?: Promises;
  hub: StreamHub;
  metrics: GatewayMetrics;
  log: { error(message: string, error: unknown): void; warn(message: string): void };
}

/** What a response fails with when the browser is gone. */
const brokenOff = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Every room's addresses. */
export const routersOf = (hub: StreamHub, production: boolean): Router<State, Extension>[] => [
  healthRoutes(),
  securityTxtRoutes(),
  robotsTxtRoutes(),
  accountRoutes(),
  securityRoutes(),
  sessionRoutes(),
  phoneRoutes(),
  pushRoutes(),
  myDataRoutes(),
  ownFileRoutes(),
  consentRoutes(),
  answerRoutes(),
  referralRoutes(),
  exportRoutes(),
  batchRoutes(),
  summaryRoutes(),
  liveRoutes(hub, production),
  requestsRoutes(),
  peopleRoutes(),
  lookupsRoutes(),
  recoveryRoutes(),
];

/** The Koa application: what every request passes, then the routes. */
const createApp = ({
  assets,
  config,
  call,
  sessions = askedSessions(call),
  door,
  promises = noPromises,
  hub,
  metrics,
  log,
}: AppOptions): Koa<State, Extension> => {
  const app = new Koa<State, Extension>();
  app.context.call = call;
  app.context.sessions = sessions;
  app.context.config = config;
  app.context.door = door;
  app.context.promises = promises;
  app.context.portal = portalReadiness(call);
  // A response that breaks off (a closed tab) is the browser's business; faults were logged where they were handled.
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (!brokenOff.has(error.code ?? '')) log.error('response failed', error);
  });

  app.use(identified(config.proxyHops));
  app.use(closeUnread());
  app.use(forwarded(config.proxyHops));
  app.use(measured(metrics));
  app.use(securityHeaders(config.production));
  app.use(permissionsPolicy);
  app.use(assets.serve);
  app.use(compressed);
  app.use(pages(createRenderer(assets, config.production)));
  app.use(errors(log));
  app.use(refusals(metrics, log));
  app.use(knownHost(config.publicUrls));
  app.use(plainBody);
  app.use(limited('read'));
  app.use(askingForProof);
  app.use(soundAddress);
  const routers = routersOf(hub, config.production);
  const routes = createRouteIndex(routers);
  app.use(tidyAddress(routes));
  app.use(routes.route);
  for (const router of routers) app.use(router.routes());
  app.use(receiveLost);
  return app;
};

/** What answers every request: the application, and those who open a stream by as much of it as they need. */
export const createListener = (options: AppOptions): RequestListener => {
  const { config, hub, metrics, log } = options;
  const steps = [
    forwarded(config.proxyHops),
    measured(metrics),
    errors(log),
    refusals(metrics, log),
    knownHost(config.publicUrls),
    plainBody,
    limited('read'),
    soundAddress,
    apiEvents(hub, config.production),
  ];
  return streamsStraight(createApp(options), steps, config);
};

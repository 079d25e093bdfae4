import type { DurableEventName, Hints } from '../../shared/contract/events.ts';
import type { DurableHandler } from '../../shared/durable/bus.ts';
import { following } from '../../shared/durable/following.ts';
import type { Call } from '../../shared/moleculer/call.ts';
import type { Runtime } from '../../shared/moleculer/runtime.ts';
import { type Clock, systemClock } from '../../shared/time/clock.ts';
import { createListener } from './app.ts';
import { openDoor } from './door/door.ts';
import { keepSessions } from './known/sessions.ts';
import { startCatchUp } from './live/catch-up.ts';
import { fanOutTimer } from './live/fan-out-lag.ts';
import { createStreamHub } from './live/hub.ts';
import { createGatewayMetrics } from './metrics.ts';
import { createPromises } from './promises/promises.ts';
import { loadAssets } from './ui/assets/assets.ts';
import { portalParts } from './web/health.ts';
import { closeServer, listen } from './web/server.ts';

/** A portal that answers. */
export interface OpenGateway {
  /** Ends the streams, lets requests in flight go on for so many ms, and stops. */
  close(patienceMs: number): Promise<void>;
  /** Asks anew whose sessions these are. */
  sessionChanged(of: Hints['session.changed']): void;
  /** Ends the streams of sessions that are over. */
  sessionEnded(ended: Hints['session.ended']): void;
}

interface OpenOptions {
  call: Call;
  clock?: Clock;
  log: {
    info(message: string): void;
    warn(message: string): void;
    error(message: string, error: unknown): void;
  };
}

/**
 * Opens the streams, follows what changes, and listens.
 *
 * @throws the listen error; nothing goes on then, and what still follows the bus finds no stream
 */
export const openGateway = async (
  runtime: Runtime,
  { call, log, clock = systemClock }: OpenOptions,
): Promise<OpenGateway> => {
  const { config, bus, readiness } = runtime;
  // While NATS is away nobody is told that a session is over.
  const isHeard = () => runtime.direct?.isWanted('accounts.session') !== true;
  const sessions = keepSessions({ call, isHeard, clock });
  await using opened = new AsyncDisposableStack();
  const metrics = createGatewayMetrics(runtime.metrics);
  const promises = createPromises((kept) => metrics.promises.inc({ kept }), clock);
  metrics.lateFrom(promises.look);
  const door = openDoor({ config, metrics, log, clock });
  opened.defer(() => door.close());
  const hub = createStreamHub({
    ...{ call, sessions, log, clock, perAddress: config.streamsPerAddress },
    counted: (open) => metrics.openStreams.set(open),
    delivered: fanOutTimer(metrics),
  });
  opened.defer(() => hub.close());
  // Without them it says what is wrong, in the portal's words; taken out of service, the ingress would say it in its own.
  for (const [part, check] of Object.entries(portalParts(call)))
    readiness.add(`gateway.${part}`, check, true);
  const follow = <N extends DurableEventName>(event: N, handler: DurableHandler<N>): Promise<void> =>
    bus.follow(
      event,
      following(event, handler, {
        log,
        broken: (name) => runtime.metrics.broken.inc({ event: name }),
      }),
    );
  await follow('census.updated', async (event) => {
    promises.ended(event);
    await hub.changed(event);
  });
  await follow('user.erased', async (event) => {
    sessions.changed(event);
    promises.forget(event.userId);
    hub.erased(event);
  });
  await follow('user.role_changed', async ({ userId }) => {
    sessions.changed({ userId });
    hub.closeUser(userId);
  });
  await follow('user.consent_changed', async (event) => {
    if (!event.lookup) promises.forget(event.userId);
    hub.reshared(event);
  });
  await follow('user.corrected', async (event) => hub.corrected(event));
  const catchingUp = startCatchUp(runtime, { call, hub, log, clock });
  opened.defer(() => catchingUp.stop());
  const listener = createListener({
    assets: await loadAssets(),
    ...{ config, call, sessions, door, promises, hub, metrics, log },
  });
  const server = await listen(listener, config.host, config.port);
  let graceMs = 0;
  opened.defer(async () => {
    // Streams go first: each is a request that does not end.
    hub.close();
    await closeServer(server, graceMs, clock);
  });
  log.info(`portal on port ${config.port}`);
  const stack = opened.move();
  return {
    sessionChanged: (of) => sessions.changed(of),
    sessionEnded(ended) {
      sessions.changed(ended);
      if ('userId' in ended) hub.closeUser(ended.userId);
      else hub.closeSession(ended.tokenHash);
    },
    close(patienceMs) {
      graceMs = patienceMs;
      return stack.disposeAsync();
    },
  };
};

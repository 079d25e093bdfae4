import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Errors, type Middleware, type ServiceBroker } from 'moleculer';
import type { Config } from '../config/config.ts';
import { actions } from '../contract/actions.ts';
import { type Announcement, reachableAddress } from '../direct/announcement.ts';
import { createCallClient, type PlainError } from '../direct/call-client.ts';
import { startCallServer } from '../direct/call-server.ts';
import { callDirectly } from '../direct/direct-calls.ts';
import { createKnownNodes } from '../direct/known-nodes.ts';
import { createLines, type Lines } from '../direct/lines.ts';
import { createPendingCalls } from '../direct/pending-calls.ts';
import { called, learnNodes } from './learn-nodes.ts';
import { watchBrokerNats } from './nats-state.ts';
import { runtimeOf } from './runtime.ts';

type PlainMoleculerError = Parameters<Errors.Regenerator['restore']>[0];

/**
 * Lets the services go on calling each other while NATS is away: each that is called takes calls by HTTP too and says
 * over NATS where, so there is nothing to configure. Events wait in their outboxes. Over the same port each process learns at
 * once that another has died, and asks it nothing more.
 */
export const directPlugin = (config: Config): Middleware => {
  if (config.mode === 'embedded') return { name: 'direct' };
  const nodes = createKnownNodes();
  const client = createCallClient();
  let lines: Lines | undefined;
  let server: Server | undefined;
  return {
    name: 'direct',
    created(broker) {
      const pending = createPendingCalls();
      const nats = watchBrokerNats(broker, pending.giveUp);
      const log = broker.getLogger('direct');
      lines = createLines((id) => {
        nodes.forget(id);
        log.warn(`process ${id} has ended`);
        if (!nats.isAway()) broker.registry.nodes.disconnected(id, true);
      });
      learnNodes(broker, { nodes, lines, natsIsAway: nats.isAway });
      const { directCalls } = runtimeOf(broker).metrics;
      runtimeOf(broker).direct = {
        untilAway: (action, call) =>
          isLocal(broker, action)
            ? call
            : pending.follow(call, () => new Errors.RequestRejectedError({ action, nodeID: 'unknown' })),
        isWanted: (action) => nats.isAway() && !isLocal(broker, action),
        async call(action, params, timeoutMs, meta) {
          const answer = await callDirectly({ nodes, client }, { action, params, meta }, timeoutMs);
          directCalls.inc({ action, result: answer.kind });
          if (answer.kind === 'result') return answer.result;
          if (answer.kind === 'unavailable') throw new Errors.ServiceNotAvailableError({ action });
          if (answer.kind === 'lost') throw new Errors.RequestTimeoutError({ action, ...answer });
          throw restored(broker, answer);
        },
      };
    },
    async starting(broker) {
      // Nobody calls the others, least of all the one that faces the internet.
      if (!config.services.some((name) => called.has(name))) return;
      const token = randomBytes(24).toString('base64url');
      server = await startCallServer({
        host: config.directHost,
        port: config.directPort,
        token,
        offers: (action) => isLocal(broker, action),
        perform: ({ action, params, meta }) =>
          broker.call(action, params as object, { nodeID: broker.nodeID, meta: meta as object }),
        plain: (error) => broker.errorRegenerator?.extractPlainError(error as Error) ?? {},
      });
      const { port } = server.address() as AddressInfo;
      const direct: Announcement = { url: `http://${reachableAddress(config.directHost)}:${port}`, token };
      broker.metadata.direct = direct;
    },
    async stopped() {
      await Promise.all([client.close(), lines?.close()]);
      if (server === undefined) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

/** As it was thrown by the process that was asked. */
const restored = (broker: ServiceBroker, answer: { error: PlainError; nodeId: string }): Error =>
  broker.errorRegenerator?.restore(answer.error as PlainMoleculerError, { sender: answer.nodeId }) ??
  new Error(answer.error.message);

const isLocal = (broker: ServiceBroker, action: string): boolean =>
  Object.hasOwn(actions, action) && broker.registry.getActionEndpointByNodeId(action, broker.nodeID) != null;

import { type ServiceBroker, Transporters } from 'moleculer';
import { type ConnectionState, watchConnection } from '../durable/nats-connection.ts';

/**
 * Whether the broker's own connection is away; its transporter tells only that it once was there.
 *
 * @param lost told each time that it goes away
 */
export const watchBrokerNats = (broker: ServiceBroker, lost: () => void): ConnectionState => {
  const log = broker.getLogger('nats');
  let state: ConnectionState | undefined;
  broker.localBus.on('$transporter.connected', () => {
    const transporter = broker.transit?.tx;
    if (!(transporter instanceof Transporters.NATS)) return;
    state = watchConnection(transporter.client, (away, server) => {
      if (!away) return log.info(`NATS (${server}) is back`);
      log.warn(`NATS (${server}) is away: services are called directly until it is back`);
      lost();
    });
  });
  return { isAway: () => state?.isAway() ?? false };
};

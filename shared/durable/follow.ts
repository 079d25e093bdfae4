import { JSONCodec, type Msg, type NatsConnection, type NatsError } from 'nats';
import type { DurableEventName } from '../contract/events.ts';
import { errorCodeOf } from '../errors.ts';
import type { Receiver } from './bus.ts';
import { watchConnection } from './nats-connection.ts';
import { subjectOf } from './stream.ts';

interface FollowOptions {
  /** Told when NATS is back: what was published meanwhile went by unheard. */
  missed(): void;
  log: { error(message: string): void; warn(message: string): void };
}

const codec = JSONCodec<unknown>();

/**
 * Hands every event of a name to a receiver, one at a time, from now on and as long as the connection stands. A plain
 * subscription, not a consumer: what goes by while NATS is away is found by looking, so a process that shows things
 * needs no right to anything that is stored, and holds no event up.
 */
export const followEvent = (
  connection: NatsConnection,
  name: DurableEventName,
  receiver: Receiver,
  { log, missed }: FollowOptions,
): void => {
  watchConnection(connection, (away) => {
    if (!away) missed();
  });
  let last: Promise<void> = Promise.resolve();
  const handle = async (message: Msg): Promise<void> => {
    try {
      await receiver(codec.decode(message.data), message.headers?.get('Nats-Msg-Id') ?? '');
    } catch (error) {
      log.warn(`event ${name} was not told: ${errorCodeOf(error)}`);
    }
  };
  connection.subscribe(subjectOf(name), {
    callback: (error: NatsError | null, message: Msg) => {
      if (error !== null) return log.error(`not allowed to follow ${name}: ${error.message}`);
      last = last.then(() => handle(message));
    },
  });
};

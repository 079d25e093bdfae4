import { Events, type NatsConnection } from 'nats';

/** Whether a connection to NATS is of use at this moment; while it is away it connects again by itself. */
export interface ConnectionState {
  isAway(): boolean;
}

/** Follows a connection until it is closed. @param changed told of each change, with what NATS says of it */
export const watchConnection = (
  connection: NatsConnection,
  changed: (away: boolean, server: string) => void = () => undefined,
): ConnectionState => {
  let away = false;
  const note = (now: boolean, server: unknown): void => {
    if (now === away) return;
    away = now;
    changed(away, String(server));
  };
  const follow = async (): Promise<void> => {
    for await (const { type, data } of connection.status()) {
      if (type === Events.Disconnect) note(true, data);
      if (type === Events.Reconnect) note(false, data);
    }
    note(true, 'closed');
  };
  void follow();
  return { isAway: () => away };
};

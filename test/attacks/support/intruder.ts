import { setImmediate } from 'node:timers/promises';
import { type ConnectionOptions, connect, type NatsConnection } from 'nats';

/** Somebody at the server with whatever credentials they have got hold of. */
export interface Intruder {
  connection: NatsConnection;
  /** Sends something on each subject. @returns those that the server refused */
  refusedToPublish(subjects: readonly string[]): Promise<string[]>;
  /** Listens on each subject. @returns those that the server refused */
  refusedToHear(subjects: readonly string[]): Promise<string[]>;
  /** The subjects of what was heard on those that were not refused. */
  heard: string[];
  close(): Promise<void>;
}

/** @throws NatsError when the server lets nobody in with these credentials */
export const intrude = async (options: ConnectionOptions): Promise<Intruder> => {
  const connection = await connect({ ...options, reconnect: false, timeout: 5_000 });
  const refused = { publish: new Set<string>(), subscription: new Set<string>() };
  const heard: string[] = [];
  const follow = async (): Promise<void> => {
    for await (const { permissionContext: context } of connection.status())
      if (context !== undefined)
        refused[context.operation === 'publish' ? 'publish' : 'subscription'].add(context.subject);
  };
  void follow();
  const among = async (kind: keyof typeof refused, subjects: readonly string[]): Promise<string[]> => {
    // What the server has to say comes before its answer to this.
    await connection.flush();
    await setImmediate();
    return subjects.filter((subject) => refused[kind].has(subject));
  };
  return {
    connection,
    heard,
    refusedToPublish(subjects) {
      for (const subject of subjects) connection.publish(subject, '{}');
      return among('publish', subjects);
    },
    async refusedToHear(subjects) {
      for (const subject of subjects)
        connection.subscribe(subject, {
          callback: (error, message) => {
            if (error === null) heard.push(message.subject);
          },
        });
      return among('subscription', subjects);
    },
    close: () => connection.close(),
  };
};

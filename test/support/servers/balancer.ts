import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Passes connections on to the gateways in turn, as a Kubernetes Service does: it knows of ports, not of HTTP. */
export interface Balancer {
  port: number;
  /** Where new connections go from now on. */
  add(port: number): void;
  /** No new connection goes there; those that are open stay. */
  remove(port: number): void;
  /** Connections that one gateway refused and that went to another. */
  refused(): number;
  close(): Promise<void>;
}

/** Starts one on a port of its own; a connection that every gateway refuses is cut. */
export const startBalancer = async (port: number): Promise<Balancer> => {
  let targets: number[] = [];
  let turn = 0;
  let refused = 0;
  const open = new Set<Socket>();

  /** @returns null when nobody listens there */
  const reach = async (target: number): Promise<Socket | null> => {
    const socket = connect(target, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return socket;
    } catch {
      refused += 1;
      return null;
    }
  };

  const join = (one: Socket, other: Socket): void => {
    open.add(one);
    one.pipe(other);
    // Either side's end, good or bad, is the other's end too: the client sees what the gateway did.
    one.on('error', () => other.destroy());
    one.on('close', () => {
      open.delete(one);
      other.destroy();
    });
  };

  const pass = async (client: Socket): Promise<void> => {
    turn += 1;
    const order = targets.map((_, index) => targets[(index + turn) % targets.length] ?? 0);
    client.on('error', () => client.destroy());
    for (const target of order) {
      const gateway = await reach(target);
      if (gateway === null) continue;
      join(client, gateway);
      join(gateway, client);
      return;
    }
    client.destroy();
  };

  const server: Server = createServer({ noDelay: true }, (client) => void pass(client));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port,
    add: (target) => void targets.push(target),
    remove(target) {
      targets = targets.filter((one) => one !== target);
    },
    refused: () => refused,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
};

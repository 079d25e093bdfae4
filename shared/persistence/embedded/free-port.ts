import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** @returns a TCP port of 127.0.0.1 that nobody was using a moment ago */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A TCP server's address is never a string.
  server.close();
  await once(server, 'close');
  return port;
};

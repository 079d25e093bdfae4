import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to outgoing connections and to whoever asks for any port. */
const LOWEST = 10_240;
const HIGHEST = 32_000;
const TRIES = 50;

/**
 * @returns a TCP port of 127.0.0.1 that nobody uses, for a process that starts in a moment. The system's own choice would often be
 *   taken by then: tests open connections all the time, in several processes side by side. None of them is given it again.
 */
export const unusedPort = async (): Promise<number> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if ((await reserve(port)) && (await isFree(port))) return port;
  }
  throw new Error(`no unused port in ${TRIES} tries`);
};

/** Keeps others from it who ask here, by its UDP twin, which nobody wants and the system gives back when this process ends. */
const reserve = async (port: number): Promise<boolean> => {
  const socket = createSocket('udp4').unref();
  try {
    socket.bind({ port, address: '127.0.0.1', exclusive: true });
    await once(socket, 'listening');
    return true;
  } catch {
    socket.close();
    return false;
  }
};

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
};

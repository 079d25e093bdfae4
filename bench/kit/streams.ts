import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Person } from './people.ts';

/** Streams that are open, and what came on them. */
export interface Streams {
  /** How many a second were opened. */
  rate: number;
  close(): void;
}

/** What came on a stream, as text, and when, in ms since 1970. */
export type Heard = (person: Person, text: string, at: number) => void;

/** As when a gateway is gone: many come back together, and nobody waits for a few. */
const OPENED_AT_ONCE = 256;

const open = async (origin: string, path: string, person: Person, hear: Heard): Promise<Socket> => {
  const { hostname, port, host } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\nCookie: ${person.cookie}\r\n\r\n`,
  );
  const [first] = (await once(socket, 'data')) as [Buffer];
  const text = first.toString('latin1');
  if (!text.startsWith('HTTP/1.1 200')) throw new Error(`a stream was refused: ${text.slice(0, 300)}`);
  socket.on('data', (chunk: Buffer) => hear(person, chunk.toString('latin1'), Date.now()));
  socket.on('error', () => undefined);
  return socket;
};

/** Opens a stream for each of these people. */
export const openStreams = async (
  origin: string,
  path: string,
  people: readonly Person[],
  hear: Heard = () => {},
): Promise<Streams> => {
  const sockets: Socket[] = [];
  const began = performance.now();
  const left = people.values();
  await Promise.all(
    Array.from({ length: OPENED_AT_ONCE }, async () => {
      for (const person of left) sockets.push(await open(origin, path, person, hear));
    }),
  );
  return {
    rate: (people.length * 1_000) / (performance.now() - began),
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
};

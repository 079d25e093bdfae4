import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** As many people as ask at once. */
const CONNECTIONS = 16;
const LENGTH = /\r\ncontent-length: (\d+)/i;
const END = '\r\n\r\n';

/**
 * Asks on one connection, again and again: as little work as an HTTP client can do, for it shares the machine with who
 * answers.
 *
 * @returns how many answers came @throws Error when one is not 200, or has no length
 */
const askOn = async (socket: Socket, request: string, until: number): Promise<number> => {
  let answers = 0;
  while (performance.now() < until) {
    socket.write(request);
    let read = '';
    let whole = Number.POSITIVE_INFINITY;
    while (read.length < whole) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      read += chunk.toString('latin1');
      const end = read.indexOf(END);
      if (whole !== Number.POSITIVE_INFINITY || end < 0) continue;
      const [, length] = LENGTH.exec(read) ?? [];
      if (!read.startsWith('HTTP/1.1 200') || length === undefined) throw new Error(read.slice(0, 600));
      whole = end + END.length + Number(length);
    }
    answers += 1;
  }
  return answers;
};

/**
 * Asks for a page again and again, on connections that stay open.
 *
 * @param seconds for how long
 * @returns answers a second
 */
export const rateOf = async (
  url: string,
  cookie: string,
  seconds: number,
  connections = CONNECTIONS,
): Promise<number> => {
  const { hostname, port, host, pathname, search } = new URL(url);
  const request = `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`;
  const sockets = Array.from({ length: connections }, () => connect(Number(port), hostname));
  try {
    const began = performance.now();
    const until = began + seconds * 1_000;
    const counts = await Promise.all(sockets.map((socket) => askOn(socket, request, until)));
    return (counts.reduce((sum, count) => sum + count, 0) * 1_000) / (performance.now() - began);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
};

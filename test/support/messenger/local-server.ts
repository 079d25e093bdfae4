import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it came, with its whole body. */
export interface Heard {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface LocalServer {
  url: string;
  close(): Promise<void>;
}

/** Answers on this machine; one whose answer fails loses its connection. */
export const startLocalServer = async (
  answer: (heard: Heard, response: ServerResponse) => void,
): Promise<LocalServer> => {
  const server = createServer((request, response) => {
    text(request)
      .then((body) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        answer({ method: request.method ?? '', url, headers: request.headers, body }, response);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

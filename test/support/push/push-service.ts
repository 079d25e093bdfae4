import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What a push service was sent. */
interface HeardPush {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface PlayedPushService {
  /** Where a browser with this name takes its pushes. */
  endpoint(name: string): string;
  heard: HeardPush[];
  /** How it answers: 201 until told. */
  answer: (response: ServerResponse, push: HeardPush) => void;
  close(): Promise<void>;
}

/** A push service on this machine. */
export const startPushService = async (port = 0): Promise<PlayedPushService> => {
  const service: Omit<PlayedPushService, 'endpoint' | 'close'> = {
    heard: [],
    answer: (response) => void response.writeHead(201).end(),
  };
  const server = createServer((request, response) => {
    buffer(request)
      .then((body) => {
        const push = { path: request.url ?? '', headers: request.headers, body };
        service.heard.push(push);
        service.answer(response, push);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(service, {
    endpoint: (name: string) => `${origin}/send/${name}`,
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
};

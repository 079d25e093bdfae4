import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { Liveness } from './liveness.ts';
import type { Readiness } from './readiness.ts';

interface OperationsOptions {
  registry: Registry;
  readiness: Pick<Readiness, 'report'>;
  liveness: Pick<Liveness, 'report'>;
  log: { error(message: string): void };
  host: string;
  port: number;
}

/**
 * Serves `/metrics`, `/healthz` and `/readyz` on a port of their own, so that it can stay inside the cluster.
 *
 * @throws the listen error when the port is taken
 */
export const startOperationsServer = async (options: OperationsOptions): Promise<Server> => {
  const { registry, readiness, liveness, log, host, port } = options;

  const answers: Record<string, (response: ServerResponse) => Promise<void>> = {
    async '/metrics'(response) {
      const text = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType }).end(text);
    },
    async '/healthz'(response) {
      const report = liveness.report();
      sendJson(response, report.status === 'ok', report);
    },
    async '/readyz'(response) {
      const report = await readiness.report();
      sendJson(response, report.status === 'ready', report);
    },
  };

  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
    if (answer === undefined) {
      response.writeHead(404).end();
      return;
    }
    answer(response).catch((error: unknown) => {
      log.error(`${path} not answered: ${error}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  return server;
};

const sendJson = (response: ServerResponse, good: boolean, body: object): void => {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  response.writeHead(good ? 200 : 503, headers).end(JSON.stringify(body));
};
